/** The bot is silent for so long, in ms: it waits for the person. */
const QUIET_MS = 1_000

/** When it is a script's turn to speak: once the bot has asked something, or has been quiet for a second. */
export class Pace {
  readonly #wait: (ms: number) => Promise<void>
  #heard = 0
  #isAsked = false
  #isAway = false
  #wake: (() => void) | undefined

  constructor(wait: (ms: number) => Promise<void>) {
    this.#wait = wait
  }

  heard(isQuestion: boolean): void {
    this.#heard++
    if (isQuestion) this.#isAsked = true
    this.#wake?.()
  }

  /** The person has spoken: what was asked before is answered. */
  spoke(): void {
    this.#isAsked = false
  }

  /** The server went away or came back: its silence means nothing meanwhile. */
  away(isAway: boolean): void {
    this.#isAway = isAway
    this.#heard++
    this.#wake?.()
  }

  /** Resolves when it is the person's turn. */
  async turn(): Promise<void> {
    while (!this.#isAsked) if (await this.#isQuietFor()) return
  }

  /** Resolves when all has been said: at the end of a script, questions are not answered any more. */
  async quiet(): Promise<void> {
    while (!(await this.#isQuietFor()));
  }

  async #isQuietFor(): Promise<boolean> {
    const before = this.#heard
    const woken = new Promise<void>((wake) => (this.#wake = wake))
    await (this.#isAway ? woken : Promise.race([this.#wait(QUIET_MS), woken]))
    return this.#heard === before && !this.#isAway
  }
}
