import type { ScreenResult } from '../../../core/screen-result.ts'
import { SCREEN_LEVELS } from '../../../core/screen-result.ts'
import type { Example } from './example.ts'

export type Judged = Pick<Example, 'label' | 'category' | 'source' | 'lang'> & { readonly level: ScreenResult['level'] }

/** The 95% interval of a share (Wilson 1927): honest for few texts, unlike share ± error. `of` at least 1. */
export function wilson(hits: number, of: number): readonly [low: number, high: number] {
  const z = 1.96
  const share = hits / of
  const middle = share + z ** 2 / (2 * of)
  const half = z * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2))
  const whole = 1 + z ** 2 / of
  return [Math.max(0, (middle - half) / whole), Math.min(1, (middle + half) / whole)]
}

/** How many reached a level, as one line of text: share, interval, count. Figures only. */
export function shareLine(name: string, texts: readonly Judged[], from: ScreenResult['level']): string {
  const hits = texts.filter(({ level }) => SCREEN_LEVELS.indexOf(level) >= SCREEN_LEVELS.indexOf(from)).length
  const [low, high] = wilson(hits, texts.length).map(percent)
  return `${name.padEnd(34)} ${percent(hits / texts.length).padStart(5)}%  ${low}-${high}%  (${hits} of ${texts.length})`
}

/** A table of shares at `ask` or higher and at `red` or higher, by language and label, category and source. */
export function report(texts: readonly Judged[]): string[] {
  return ['ask', 'red'].flatMap((from) => {
    const level = from as ScreenResult['level']
    return [
      `${level} or higher`,
      ...grouped(texts, ({ lang, label }) => `${lang} ${label}`, level),
      ...grouped(texts, ({ lang, label, category }) => `${lang} ${label}/${category}`, level),
      ...(level === 'ask' ? grouped(texts, ({ label, source }) => `${source}: ${label}`, level) : []),
    ]
  })
}

function grouped(texts: readonly Judged[], name: (text: Judged) => string, level: ScreenResult['level']): string[] {
  return [...Map.groupBy(texts, name)]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([group, members]) => `  ${shareLine(group, members, level)}`)
}

const percent = (share: number) => (100 * share).toFixed(1)
