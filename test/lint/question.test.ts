import { describe, expect, test } from 'vitest'
import { isStatementAsQuestion } from '../../src/lint/clause.ts'
import { readingGrade } from '../../src/lint/reading.ts'
import { languageFor } from '../../src/lint/reviewed.ts'
import type { Language } from '../../src/lint/reviewed.ts'
import { fold } from '../../src/lint/text.ts'

const language = (lang: string): Language => {
  const found = languageFor(lang)
  if (found === undefined) throw new Error(`no ${lang}`)
  return found
}
const isStatement = (text: string, lang = 'en') => isStatementAsQuestion(fold(text), language(lang))

describe('a statement put as a question (L33)', () => {
  test.each([
    'You are cold?',
    'A little colder?',
    'So it is the left one?',
    'They left, you said, at noon?',
    'You went there, to the lake, and it was, what, late?',
    'Where you live it gets cold?',
    'You are not sure how late it is?',
  ])('is heard: %s', (text) => {
    expect(isStatement(text)).toBe(true)
  })

  test.each([
    'How is it now?',
    'And what would you like?',
    'Well, do you want to pause?',
    'On a scale of 0 to 10, where are you?',
    'When it gets too much, what helps you?',
    'In what way would it fit?',
    'Would you like tea, water or nothing?',
    'Or do you want to stop?',
    'Tell me what you notice?',
    'What about a pause?',
    'And then what?',
    "How'd you like it?",
  ])('is not a question: %s', (text) => {
    expect(isStatement(text)).toBe(false)
  })

  test('needs a question mark', () => {
    expect(isStatement('You are cold.')).toBe(false)
  })

  test('in Spanish is known by the missing mark, a subject or a conclusion in front', () => {
    expect(
      ['Tienes frío?', '¿Tú tienes frío?', '¿Entonces tienes frío?'].map((text) => isStatement(text, 'es')),
    ).toEqual([true, true, true])
    expect(['¿Tienes frío?', '¿Qué notas?', 'Si quieres, ¿qué notas?'].map((text) => isStatement(text, 'es'))).toEqual([
      false,
      false,
      false,
    ])
  })
})

describe('the reading grade', () => {
  const grade = (text: string, lang = 'en') => readingGrade(fold(text), language(lang))

  test('is low for short words in short sentences, and high for long ones', () => {
    expect(grade('Look around you. Find one thing that you can see.')).toBeLessThan(3)
    expect(
      grade('Consider implementing individually appropriate regulatory strategies immediately afterwards.'),
    ).toBeGreaterThan(12)
  })

  test('follows the published formulas', () => {
    // 10 words, 1 sentence, 10 syllables: 0.39 × 10 + 11.8 × 1 − 15.59.
    expect(grade('The cat sat on a mat and the dog ran.')).toBeCloseTo(0.39 * 10 + 11.8 - 15.59, 5)
    // 8 words, 1 sentence, 11 syllables: 12.5 sentences in 100 words.
    expect(grade('La casa es de un tal don Juanito.', 'es')).toBeCloseTo(-0.205 * 12.5 + (4.9 * 11) / 8 - 3.407, 5)
  })

  test('is not given to a text of a few words, where one name would decide it', () => {
    expect(grade('Telegram is not end-to-end')).toBe(null)
  })
})
