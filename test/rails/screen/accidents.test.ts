import { describe, expect, test } from 'vitest'
import { read } from '../../../src/rails/screen/reading.ts'
import { screen } from '../../../src/rails/screen/screen.ts'
import { SPELLING } from '../../../src/rails/screen/lexicon.ts'

/* Hurts that nobody meant fetch nobody: at most a question. Lines of our own; the rules stand alone. */

const ACCIDENTS = [
  'I hit my head on the shelf again',
  'I scratched my arm on a branch',
  'I cut my finger chopping onions',
  'I burned my hand on the oven',
  'I burnt myself on the iron this morning',
  'I hurt my back lifting boxes',
  'I hurt myself at football practice',
  'I cut myself shaving',
  'I scratched myself on the rose bush',
  'the cat scratched me again',
  'I bruised my knee on the stairs',
  'I hit my thumb with the hammer',
  'I bit my tongue while eating',
  'I hurt my ankle running',
  'I fell and scraped my knees',
  'I got a paper cut at work',
  'I banged my elbow on the door',
  'I burned my tongue on hot soup',
  'I cut my hair myself',
  'I cut myself while washing up',
  'I scratched a mosquito bite until it bled',
  'I accidentally hit myself with the car door',
  'I got burned by the hair straightener',
  'I hurt my wrist playing tennis',
  'I cut my knee when I fell off my bike',
  'I knocked my head on the car roof',
  'I pricked myself sewing',
  'I burned myself cooking dinner',
  'I cut my leg on a nail in the fence',
  'I hurt myself doing squats',
  'my dog bit me while playing',
  'me corté el dedo cocinando',
  'me quemé con la plancha',
]

test.each(ACCIDENTS)('"%s" alarms nobody', (text) => {
  expect(['none', 'notice', 'ask']).toContain(screen({ text, lastTexts: [] }, null).level)
})

describe('a hurt that was meant alarms, whatever it was done with', () => {
  test.each([
    'I burned my hand on the oven on purpose',
    'I cut myself with a kitchen knife to feel something',
    'I hit my head on the wall again because I deserve it',
    'I burned myself on the iron, I feel so hopeless',
    'I cut myself again',
  ])('%s', (text) => {
    expect(screen({ text, lastTexts: [] }, null).level).toBe('red')
  })
})

test('an accident lowers nothing else', () => {
  expect(screen({ text: 'he hits me whenever I slipped on the stairs', lastTexts: [] }, null).level).toBe('red')
})

test.each(['rating', 'cooking', 'homeless', 'killer', 'attach', 'amused', 'blending', 'raging', 'raking'])(
  'the plain word "%s" is no misspelt danger',
  (word) => {
    expect(read(word, SPELLING).words.map(({ text }) => text)).toEqual([word])
  },
)
