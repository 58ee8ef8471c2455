import { FREQUENT, FREQUENT_IN } from './lexicon.ts'
import { FULL_STOP, type Reading } from './reading.ts'

/** Fewer words than this may be a name, a number or a place: they say nothing about the language. */
const WORDS = 5

/** Letters of other scripts: at least this many, and more than of ours. */
const LETTERS = 6

/** Whether a text is in a language that no list of the screen knows: its rules are blind to it. */
export function isUnreadable(text: string, { words }: Reading): boolean {
  const foreign = text.match(/[\p{L}--\p{Script=Latin}]/gv)?.length ?? 0
  const ours = text.match(/\p{Script=Latin}/gu)?.length ?? 0
  if (foreign >= LETTERS && foreign > ours) return true
  const said = words.filter(({ text: word }) => word !== FULL_STOP && /\p{L}/u.test(word))
  return said.length >= WORDS && !said.some(({ text: word }) => FREQUENT.has(word))
}

/** Whether a text is English rather than Spanish, by its frequent words; in doubt it is English. */
export function isEnglish({ words }: Reading): boolean {
  const count = (language: keyof typeof FREQUENT_IN) =>
    words.filter(({ text }) => FREQUENT_IN[language].has(text)).length
  return count('en') >= count('es')
}
