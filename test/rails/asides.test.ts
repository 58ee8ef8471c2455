import { expect, test } from 'vitest'
import { asideOf } from '../../src/rails/asides.ts'
import { barrierWordOf, isMenuWord, isRefusal } from '../../src/rails/barrier-words.ts'
import reviewed from '../../src/rails/reviewed/asides.json' with { type: 'json' }
import { screen } from '../../src/rails/screen/screen.ts'

const said = Object.values(reviewed).flatMap((one) => (Array.isArray(one) ? one : []))

test.each([
  ['Are you a person?', 'person'],
  ['WHO READS THIS', 'reads'],
  ["I don't see anything…", 'unseen'],
  ['sorryyy', 'sorry'],
  ['¿Hay alguien ahí?', 'person'],
])('%s is said to the bot', (text, aside) => {
  expect(asideOf(text)).toBe(aside)
})

test.each([
  'I read this',
  'no one is a person',
  'thank you is what she said',
  'I am scared of him',
  'how long ago it was',
])('a longer sentence is no aside: %s', (text) => {
  expect(asideOf(text)).toBeNull()
})

test('nothing on the lists is a sign of danger, a closed word, or listed twice', () => {
  const signals = said.filter((text) => screen({ text, lastTexts: [] }).level !== 'none')
  expect(signals, 'the screen comes first, so these would never get their card').toEqual([])
  const closed = said.filter((text) => barrierWordOf(text) ?? (isMenuWord(text) || isRefusal(text)))
  expect(closed).toEqual([])
  expect(said.filter((text, index) => said.indexOf(text) !== index)).toEqual([])
})
