import { keepsakeVerdict } from './lint/keepsake.ts'
import { screen } from './rails/screen/screen.ts'
import type { Verdict } from './turn/take-turn.ts'

/** The lists of the linter and the risk screen together: what may become of a client's own words (care C12). */
export const verdictOf: Verdict = (words, lang) => keepsakeVerdict(words, lang, isRisk(words))

/** Whatever the screen knows to be about risk, also where it would only take note. A language it cannot read is the linter's. */
function isRisk(words: string): boolean {
  return screen({ text: words, lastTexts: [] }).categories.some((category) => category !== 'media')
}
