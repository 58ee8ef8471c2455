import type { Hit } from '../problem.ts'
import type { Language } from '../reviewed.ts'
import { fold, wordsOf } from '../text.ts'

const known = new WeakMap<Language, ReadonlySet<string>>()

/** L34, the closed world: in imagery, every word is a function word or on the reviewed neutral list (design 5). */
export function unlisted(folded: string, language: Language, extra: readonly string[] = []): Hit[] {
  const added = new Set(extra.map(fold))
  return wordsOf(folded)
    .filter(({ word }) => !/^\d+$/.test(word) && !added.has(word) && !isListed(word, language))
    .map(({ word, from }) => ({ rule: 'L34', from, to: from + word.length }))
}

function isListed(word: string, language: Language): boolean {
  const listed = listedWords(language)
  return (
    listed.has(word) ||
    language.grammar.endings.some(
      ({ from, to }) => word.endsWith(from) && listed.has(word.slice(0, word.length - from.length) + to),
    )
  )
}

function listedWords(language: Language): ReadonlySet<string> {
  const made = known.get(language) ?? new Set([...language.grammar.functionWords, ...language.neutral].map(fold))
  known.set(language, made)
  return made
}
