/** What stands before a word, in place of the space. */
const EDGE = '\u2581'
/** The first places of the vocabulary are signs of its own and stand for no letters. */
const RESERVED = 6
const UNKNOWN = 0
/** How much worse a letter that no piece has is than the rarest piece, in log odds. */
const UNKNOWN_COSTS = 10

/** A piece of a word, and how likely it is, as a logarithm; null counts as 0. */
export type Vocabulary = readonly (readonly [piece: string, likely: number | null])[]

/** Cuts a text into the pieces of words that an encoder knows: the likeliest cut of all (Kudo 2018). */
export class Pieces {
  readonly #places = new Map<string, { readonly place: number; readonly likely: number }>()
  readonly #longest: number
  readonly #unknown: number

  constructor(vocabulary: Vocabulary) {
    vocabulary.forEach(([piece, likely], place) => {
      if (place >= RESERVED) this.#places.set(piece, { place, likely: likely ?? 0 })
    })
    const known = [...this.#places]
    this.#longest = known.reduce((longest, [{ length }]) => Math.max(longest, length), 1)
    this.#unknown = known.reduce((least, [, { likely }]) => Math.min(least, likely), 0) - UNKNOWN_COSTS
  }

  /** Places in the vocabulary, in order. Letters that it does not know are one unknown piece, however many in a row. */
  of(text: string): number[] {
    const letters = text.normalize('NFKC').toLowerCase().trim().replaceAll(/\s+/g, EDGE)
    return letters === '' ? [] : this.#likeliest(EDGE + letters)
  }

  #likeliest(letters: string): number[] {
    const best = new Float64Array(letters.length + 1).fill(-Infinity)
    best[0] = 0
    const came: { readonly from: number; readonly place: number }[] = []
    for (let from = 0; from < letters.length; from += 1)
      for (let to = from + 1; to <= Math.min(letters.length, from + this.#longest); to += 1) {
        const known = this.#places.get(letters.slice(from, to))
        if (!known && to > from + 1) continue
        const likely = (best[from] ?? 0) + (known?.likely ?? this.#unknown)
        if (likely <= (best[to] ?? 0)) continue
        best[to] = likely
        came[to] = { from, place: known?.place ?? UNKNOWN }
      }
    const places: number[] = []
    for (let to = letters.length; to > 0;) {
      const step = came[to] ?? { from: to - 1, place: UNKNOWN }
      if (step.place !== UNKNOWN || places.at(-1) !== UNKNOWN) places.push(step.place)
      to = step.from
    }
    return places.toReversed()
  }
}
