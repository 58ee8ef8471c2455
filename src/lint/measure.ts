import { isLeading, lintLine } from './lint-line.ts'

/** A text that somebody has judged. */
export interface JudgedText {
  readonly text: string
  readonly lang: string
  readonly label: string
  readonly category: string
}

/** How many of a group the linter calls leading, with the Wilson interval for 95%. */
export interface Figure {
  readonly group: string
  readonly called: number
  readonly of: number
  readonly from: number
  readonly to: number
}

/** Two-sided 95% of a normal distribution. */
const Z = 1.96

/** Figures by label, and by category within it; no text comes out of this. */
export function measure(texts: readonly JudgedText[]): Figure[] {
  const groups = new Map<string, { called: number; of: number }>()
  for (const judged of texts) {
    const problems = lintLine({ text: judged.text, lang: judged.lang, setting: { imagery: 'unknown', role: 'say' } })
    const called = isLeading(judged, problems) ? 1 : 0
    for (const group of [judged.label, `${judged.label} / ${judged.category}`]) {
      const before = groups.get(group) ?? { called: 0, of: 0 }
      groups.set(group, { called: before.called + called, of: before.of + 1 })
    }
  }
  return [...groups]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([group, { called, of }]) => ({ group, called, of, ...wilson(called, of) }))
}

/** The interval of Wilson (1927): stays within 0 and 1, and honest where a group is small. */
export function wilson(called: number, of: number): { from: number; to: number } {
  if (of === 0) return { from: 0, to: 1 }
  const share = called / of
  const middle = share + (Z * Z) / (2 * of)
  const reach = Z * Math.sqrt((share * (1 - share)) / of + (Z * Z) / (4 * of * of))
  const scale = 1 + (Z * Z) / of
  return { from: Math.max(0, (middle - reach) / scale), to: Math.min(1, (middle + reach) / scale) }
}
