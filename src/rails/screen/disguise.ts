/** Digits and signs that stand for a letter inside a disguised word. */
const LEET: Readonly<Record<string, readonly string[]>> = {
  '0': ['o'],
  '1': ['i', 'l'],
  '3': ['e'],
  '4': ['a'],
  '5': ['s'],
  '7': ['t'],
  '8': ['b'],
  '@': ['a'],
  $: ['s'],
  '!': ['i'],
  '|': ['i', 'l'],
}

/** At this length a word one letter away from a listed one is taken for it (clinical 6.3, rule 6). */
const MISSPELT_FROM = 6

/** A longer run of letters and signs hides no word; each of its signs would double the work. */
const LONGEST = 24

/** Undoes what hides a word. Only words of the reviewed lists can come out, so plain language stays as it is. */
export class Disguises {
  /** Words that are looked for behind signs and spaces. */
  readonly #words: ReadonlySet<string>
  readonly #guarded: readonly string[]
  readonly #nearby = new Map<string, string>()
  readonly #plain: ReadonlySet<string>

  /**
   * `listed`: all words of the phrases, found behind signs ('l1ve') and spaces. `guarded`: words that people hide, found
   * also with a slip of one letter. `plain`: words one letter away from those that mean something else.
   */
  constructor({ guarded, plain, listed }: Readonly<Record<'guarded' | 'plain' | 'listed', readonly string[]>>) {
    this.#words = new Set([...guarded, ...listed])
    this.#guarded = guarded
    this.#plain = new Set([...plain, ...listed])
    for (const word of guarded.filter(({ length }) => length >= MISSPELT_FROM))
      for (const shorter of [word, ...shortened(word)]) if (!this.#nearby.has(shorter)) this.#nearby.set(shorter, word)
  }

  /** The listed word that these letters and signs hide, or undefined: 'k1ll', 's/h', 'su*cide', 'diiie', 'sucide'. */
  under(written: string): string | undefined {
    if (this.#words.has(written)) return written
    if (/(.)\1\1/.test(written) && /^[a-z]+$/.test(written)) return this.#unstretched(written)
    if (written.length > LONGEST) return undefined
    if (/[^a-z]/.test(written)) return this.#underSigns(written)
    return this.#misspelt(written)
  }

  /** Whether a word is listed as it stands. */
  has(word: string): boolean {
    return this.#words.has(word)
  }

  #underSigns(written: string): string | undefined {
    const letters = written.replace(/[._\-/|+~']/g, '')
    if (letters !== written && this.#words.has(letters)) return letters
    const shapes = Array.from(/[*#]/.test(written) ? written : letters, (sign) => LEET[sign] ?? [sign])
    const spellings = shapes.reduce<string[]>(
      (heads, endings) => heads.flatMap((head) => endings.map((ending) => head + ending)).slice(0, 16),
      [''],
    )
    const found = spellings.find((spelling) => this.#words.has(spelling))
    if (found !== undefined || !/[a-z].*[*#]|[*#].*[a-z]/.test(written)) return found
    return this.#guarded.find((word) => fits(word, written))
  }

  #unstretched(written: string): string | undefined {
    const twice = written.replace(/(.)\1{2,}/g, '$1$1')
    const once = written.replace(/(.)\1{2,}/g, '$1')
    return [once, twice].find((word) => this.#words.has(word))
  }

  #misspelt(written: string): string | undefined {
    if (written.length < MISSPELT_FROM - 1 || this.#plain.has(written)) return undefined
    for (const shorter of [written, ...shortened(written)]) {
      const word = this.#nearby.get(shorter)
      if (word !== undefined && Math.abs(word.length - written.length) <= 1 && word[0] === written[0]) return word
    }
    return undefined
  }
}

/** The word with each letter left out in turn: two words that share one of these are a slip of one letter apart. */
function shortened(word: string): string[] {
  return Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1))
}

function fits(word: string, masked: string): boolean {
  return (
    word.length === masked.length &&
    Array.from(masked).every((sign, at) => sign === '*' || sign === '#' || sign === word[at])
  )
}
