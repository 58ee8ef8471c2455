/** One sentence with its place in the text. */
export interface Sentence {
  /** Folded: small letters without accents, plain quotation marks and dashes. As many letters as the original has. */
  readonly text: string
  readonly from: number
}

const PLAIN: Readonly<Record<string, string>> = {
  '’': "'",
  '‘': "'",
  '´': "'",
  '`': "'",
  '“': '"',
  '”': '"',
  '«': '"',
  '»': '"',
  '–': '-',
  '—': '-',
  '\u00A0': ' ',
  '\n': ' ',
  '\t': ' ',
  '\u2026': '.',
}

/** Letter by letter, so that places in the folded text are places in the original. */
export function fold(text: string): string {
  let folded = ''
  for (const unit of text) folded += foldOne(unit)
  return folded
}

function foldOne(unit: string): string {
  const plain = PLAIN[unit]
  if (plain !== undefined) return plain
  if (unit < '\u0080') return unit.toLowerCase()
  const bare = unit.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return bare.length === unit.length ? bare : unit
}

/**
 * Folded sentences of a text. They end with `.`, `?`, `!`, a new line, or where one of `openers` begins with a capital in
 * the midst: “Next You felt it” is two, or the second could hide behind the first. A colon does not end one.
 */
export function sentencesOf(text: string, openers: ReadonlySet<string> = new Set()): Sentence[] {
  const folded = fold(text)
  const starts = [...text.matchAll(/(?<=[^\s.?!,;:-]\s+)\p{Lu}\p{Ll}[\p{L}'’]*/gu)]
    .filter(([word]) => openers.has(fold(word)))
    .map(({ index }) => index)
  const lines = [...text.matchAll(/\n/g)].map(({ index }) => index)
  const borders = [0, ...starts, ...lines, text.length].sort((one, other) => one - other)
  return borders.flatMap((from, index) => terminated(folded.slice(from, borders[index + 1] ?? from), from))
}

function terminated(folded: string, at: number): Sentence[] {
  return [...folded.matchAll(/[^.?!]*[^.?!\s][^.?!]*[.?!]*|[^.?!\s]*[?!]+/g)].map((found) => {
    const lead = /^\s*/.exec(found[0])?.[0].length ?? 0
    return { text: found[0].slice(lead), from: at + found.index + lead }
  })
}

/** Words of a folded text with their places; apostrophes belong to the word. */
export function wordsOf(folded: string): { word: string; from: number }[] {
  return [...folded.matchAll(/[\p{L}\p{N}]+(?:'[\p{L}]+)*/gu)].map((found) => ({ word: found[0], from: found.index }))
}

/** The client's own words in a rendered message, blanked: the renderer puts them between “ and ”, and nothing else does. */
export function withoutQuotes(text: string): string {
  return text.replace(/“[^”]*”/g, (quoted) => `“${'0'.repeat(quoted.length - 2)}”`)
}
