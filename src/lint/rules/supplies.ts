import { compilePattern } from '../pattern.ts'
import type { Hit } from '../problem.ts'
import type { Language } from '../reviewed.ts'

/** L22 speaks of images, so it counts only where there is one. */
const ONLY_IN_IMAGERY = 'L22'

const compiled = new WeakMap<readonly string[], readonly RegExp[]>()

type Sentences = readonly { readonly text: string }[]

/** Does a text lead into an image, wherever it stands? */
export function leadsIntoImagery(sentences: Sentences, language: Language): boolean {
  return matches(sentences, language, language.grammar.imagery)
}

/** Is a text imagery, where nothing is known of where it stands? A wall in a sentence may then be part of a picture. */
export function readsAsImagery(sentences: Sentences, language: Language): boolean {
  return leadsIntoImagery(sentences, language) || matches(sentences, language, language.grammar.imageryByItself)
}

function matches(sentences: Sentences, language: Language, patterns: readonly string[]): boolean {
  const known = compiled.get(patterns) ?? patterns.map((pattern) => compilePattern(pattern, language))
  compiled.set(patterns, known)
  return sentences.some(({ text }) => known.some((expression) => text.search(expression) >= 0))
}

/** Outside imagery a wall to push against is a wall. */
export function onlyWhereItCounts(hits: readonly Hit[], imagery: boolean): Hit[] {
  return imagery ? [...hits] : hits.filter(({ rule }) => rule !== ONLY_IN_IMAGERY)
}
