import type { Text } from '../script/prove/texts.ts'
import type { Hit, LintProblem } from './problem.ts'
import { RULES } from './reviewed.ts'
import type { Rule } from './reviewed.ts'

/** One problem and the text of a script that has it. */
export interface Found {
  readonly text: Text
  readonly problem: LintProblem
}

const BY_ID: ReadonlyMap<string, Rule> = new Map(RULES.rules.map((rule) => [rule.id, rule]))

/** A hit in the words of its rule. @throws RangeError for a rule that the reviewed data do not have. */
export function problemOf(hit: Hit, text: string): LintProblem {
  const rule = BY_ID.get(hit.rule)
  if (rule === undefined) throw new RangeError(`There is no rule ${hit.rule} in rules.json.`)
  const words = text.slice(hit.from, hit.to).trim()
  const { id, name, family, severity, why, cure } = rule
  return { rule: id, family, severity, words, message: `“${shortened(words)}”: ${name}. ${why}`, cure }
}

function shortened(words: string): string {
  return words.length <= 60 ? words : `${words.slice(0, 59)}…`
}
