import { compilePattern } from '../pattern.ts'
import type { Hit } from '../problem.ts'
import type { Language } from '../reviewed.ts'
import type { Sentence } from '../text.ts'

const compiled = new WeakMap<Language, readonly { rule: string; expressions: readonly RegExp[] }[]>()

/** Every rule that is patterns, on one sentence: at most one hit a rule, its first. */
export function byPattern({ text, from }: Sentence, language: Language): Hit[] {
  return compiledFor(language).flatMap(({ rule, expressions }) => {
    for (const expression of expressions) {
      expression.lastIndex = 0
      const found = expression.exec(text)
      if (found) return [{ rule, from: from + found.index, to: from + found.index + found[0].length }]
    }
    return []
  })
}

function compiledFor(language: Language) {
  const known = compiled.get(language)
  if (known) return known
  const made = Object.entries(language.patterns).map(([rule, { patterns }]) => ({
    rule,
    expressions: patterns.map((pattern) => compilePattern(pattern, language)),
  }))
  compiled.set(language, made)
  return made
}
