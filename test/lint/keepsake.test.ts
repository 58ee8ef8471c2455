import { expect, test } from 'vitest'
import { keepsakeVerdict } from '../../src/lint/keepsake.ts'

test.each(['my harbour', 'the kitchen by the sea', 'It was not your fault.', 'You are safe now.', 'brave heart!'])(
  'the client’s own “%s” is free: blame and assurance are theirs to use',
  (words) => {
    expect(keepsakeVerdict(words, 'en')).toBe('free')
  },
)

test.each(["Gran's kitchen", 'with my brother', 'do not tell anyone'])('“%s” waits for the therapist', (words) => {
  expect(keepsakeVerdict(words, 'en')).toBe('ask-therapist')
})

test.each(['after the assault', 'he raped me'])('“%s” is never rendered', (words) => {
  expect(keepsakeVerdict(words, 'en')).toBe('never')
})

test('what the risk screen hits is never rendered, whatever the words', () => {
  expect(keepsakeVerdict('my harbour', 'en', true)).toBe('never')
})

test('a language that nobody reviewed waits for the therapist', () => {
  expect(keepsakeVerdict('mein Hafen', 'de')).toBe('ask-therapist')
})

test('Spanish has the same verdicts', () => {
  expect(
    ['mi puerto', 'la cocina de mi abuela', 'después del abuso'].map((words) => keepsakeVerdict(words, 'es')),
  ).toEqual(['free', 'ask-therapist', 'never'])
})
