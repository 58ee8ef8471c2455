import type { Language } from './reviewed.ts'
import { sentencesOf, wordsOf } from './text.ts'

/** Below so many words a grade says nothing: one long name would decide it. */
const FEWEST_WORDS = 8

/** The school grade a text asks for, by the formula of its language; null for a text too short to have one. */
export function readingGrade(folded: string, { grammar }: Language): number | null {
  const words = wordsOf(folded)
  if (words.length < FEWEST_WORDS) return null
  const { perSentence, perSentencesInHundred, perWord, constant } = grammar.grade
  const sentences = Math.max(1, sentencesOf(folded).length)
  const syllables = words.reduce((sum, { word }) => sum + syllablesOf(word, grammar.grade), 0)
  const length = words.length / sentences
  return perSentence * length + (perSentencesInHundred * 100) / length + (perWord * syllables) / words.length + constant
}

/** Counted by groups of vowels; near enough for a formula that averages. */
function syllablesOf(word: string, { vowels, silent }: Language['grammar']['grade']): number {
  if (/^\d+$/.test(word)) return 1
  const spoken = silent === null ? word : word.replace(new RegExp(silent, 'g'), '')
  return Math.max(1, spoken.match(new RegExp(vowels, 'g'))?.length ?? 0)
}
