import { expect, test } from 'vitest'
import { measure, wilson } from '../../src/lint/measure.ts'

test('the figures count by label and by category, and hold no text', () => {
  const judged = (text: string, label: string, category: string) => ({ text, label, category, lang: 'en' })
  const figures = measure([
    judged('It was dark, right?', 'leading', 'tag'),
    judged('What do you notice?', 'leading', 'tag'),
    judged('What do you notice?', 'not_leading', 'open'),
  ])
  expect(figures.map(({ group, called, of }) => [group, called, of])).toEqual([
    ['leading', 1, 2],
    ['leading / tag', 1, 2],
    ['not_leading', 0, 1],
    ['not_leading / open', 0, 1],
  ])
  expect(JSON.stringify(figures)).not.toContain('dark')
})

test('the interval is that of Wilson', () => {
  // Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662; 0 of 20 gives 0 to 0.1611.
  expect(wilson(81, 263).from).toBeCloseTo(0.2553, 4)
  expect(wilson(81, 263).to).toBeCloseTo(0.3662, 4)
  expect(wilson(0, 20).from).toBe(0)
  expect(wilson(0, 20).to).toBeCloseTo(0.1611, 4)
  expect(wilson(0, 0)).toEqual({ from: 0, to: 1 })
})
