import { expect, test } from 'vitest'
import { adviceOn } from '../../src/lint/lint-line.ts'

/* What a clinician is asked about before their own message goes (care C25): advice, so it may ask too often, not too seldom. */

test.each([
  'Did your father hurt you when you were small?',
  'Was it your uncle?',
  'You were abused, and it was not your fault.',
  'You remember who it was, don’t you?',
  'Try to remember more of that night.',
  'What happened to you back then?',
])('asks about “%s”', (words) => {
  expect(adviceOn(words, 'en').length).toBeGreaterThan(0)
})

test.each([
  'I saw this. I will ring you at nine.',
  'Shall we move our session to Thursday at four?',
  'Thank you for writing. How are you now? I can ring you tonight if you like.',
  'Please bring the letter to the session. We look at it together.',
])('lets “%s” go', (words) => {
  expect(adviceOn(words, 'en')).toEqual([])
})
