import { isStatementAsQuestion } from '../clause.ts'
import type { Hit } from '../problem.ts'
import type { Language } from '../reviewed.ts'
import type { Sentence } from '../text.ts'

/** L33: a bare statement with a question mark. The rest of the family is patterns. */
export function leading({ text, from }: Sentence, language: Language): Hit[] {
  return isStatementAsQuestion(text, language) ? [{ rule: 'L33', from, to: from + text.length }] : []
}
