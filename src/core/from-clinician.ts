let make: (stored: StoredFromClinician) => FromClinician

/** What is stored of a clinician's message. */
export interface StoredFromClinician {
  readonly kind: 'from-clinician'
  /** The name by which the client knows them. */
  readonly name: string
  /** Empty where it was spoken. */
  readonly words: string
  /** It was spoken: the sound is kept under the message's own id. */
  readonly spoken?: true
}

/**
 * The one exception to P1 (care C25): a message that a named, signed-in clinician typed or spoke themselves, with a look
 * of its own. No constructor is reachable from outside; `test/architecture.test.ts` names the files that may make one.
 */
export class FromClinician {
  readonly kind = 'from-clinician'
  readonly buttons = [] as const
  readonly #stored: StoredFromClinician
  private constructor(stored: StoredFromClinician) {
    this.#stored = stored
  }
  /** As the client reads it: it says first whose words these are. */
  get text(): string {
    const { name, spoken, words } = this.#stored
    return spoken ? `${name} says:` : `${name} writes: ${words}`
  }
  /** What is heard in the place of words. */
  get recording(): 'message' | undefined {
    return this.#stored.spoken && 'message'
  }
  /** For the sealed column. */
  stored(): StoredFromClinician {
    return this.#stored
  }
  toJSON(): { kind: 'from-clinician' } {
    return { kind: 'from-clinician' }
  }
  static {
    make = (stored) => new FromClinician(stored)
  }
}

/** A message typed or spoken by a clinician who has the conversation, or read back from its sealed outbox row. */
export function fromClinician(stored: StoredFromClinician): FromClinician {
  return make(stored)
}
