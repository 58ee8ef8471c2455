import type { Hit } from '../problem.ts'
import { readingGrade } from '../reading.ts'
import type { Language } from '../reviewed.ts'
import { compilePattern } from '../pattern.ts'
import { fold } from '../text.ts'

/** One breath of reading (clinical brief 4.2). */
export const LONGEST = 280

/** So many feelings in one row of buttons are a list of what one may feel. */
const FEELINGS_TO_COUNT = 2

/** L21, L35, L36: one question, easy to read, short. */
export function form(folded: string, language: Language): Hit[] {
  const questions = [...folded.matchAll(/\?+/g)]
  const second = questions[1]
  const grade = readingGrade(folded, language)
  return [
    ...(second === undefined ? [] : [whole('L21', folded)]),
    ...(grade !== null && grade > language.grammar.grade.highest ? [whole('L35', folded)] : []),
    ...(folded.length > LONGEST ? [whole('L36', folded)] : []),
  ]
}

function whole(rule: string, { length }: string): Hit {
  return { rule, from: 0, to: length }
}

const compiled = new WeakMap<Language, { feeling: RegExp; wayOut: RegExp }>()

/** L38: buttons that name feelings have one for what they do not name. */
export function isFeelingListWithoutWayOut(labels: readonly string[], language: Language): boolean {
  const expressions = compiled.get(language) ?? {
    feeling: compilePattern('<feeling>', language),
    wayOut: compilePattern('<way-out>', language),
  }
  compiled.set(language, expressions)
  const having = (expression: RegExp) => labels.filter((label) => new RegExp(expression.source, 'i').test(fold(label)))
  return having(expressions.feeling).length >= FEELINGS_TO_COUNT && having(expressions.wayOut).length === 0
}
