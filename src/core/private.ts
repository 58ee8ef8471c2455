/**
 * A box around what a person wrote. It prints, logs and serialises as `[private]`, so that a client's
 * words cannot reach a log, an error or a queue by accident.
 */
export class Private<T> {
  readonly #value: T
  constructor(value: T) {
    this.#value = value
  }
  /** The words themselves. Every call is a place to review. */
  reveal(): T {
    return this.#value
  }
  toJSON(): string {
    return '[private]'
  }
  toString(): string {
    return '[private]'
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[private]'
  }
}
