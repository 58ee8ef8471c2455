import { expect, test } from 'vitest'
import { hasDrifted, leavesWorse } from '../../src/rails/drift.ts'

const DAY = 24 * 60 * 60_000
const NOW = 100 * DAY
const run = (before: number, after: number) => ({ before, after })
const daysAgo = (days: number, value: number) => ({ value, at: NOW - days * DAY })

test('a flow leaves worse if two of the last three runs ended two above their start', () => {
  expect(leavesWorse([run(3, 5), run(4, 4), run(2, 4)])).toBe(true)
  expect(leavesWorse([run(3, 5), run(4, 4), run(2, 3)])).toBe(false)
  expect(leavesWorse([run(3, 4), run(4, 4), run(2, 2), run(1, 9), run(1, 9)])).toBe(false)
  expect(leavesWorse([run(3, 5)])).toBe(false)
})

test('the days drift if their mean lies two above that of the two weeks before', () => {
  const baseline = [12, 9, 6].map((days) => daysAgo(days, 3))
  expect(hasDrifted([...baseline, daysAgo(1, 5), daysAgo(2, 5)], NOW)).toBe(true)
  expect(hasDrifted([...baseline, daysAgo(1, 5), daysAgo(2, 4)], NOW)).toBe(false)
})

test('too few ratings, or only old ones, say nothing', () => {
  expect(hasDrifted([daysAgo(9, 1), daysAgo(1, 9)], NOW)).toBe(false)
  expect(
    hasDrifted(
      [12, 9, 6].map((days) => daysAgo(days, 3)),
      NOW,
    ),
  ).toBe(false)
  expect(hasDrifted([40, 30, 20].map((days) => daysAgo(days, 1)).concat(daysAgo(1, 9)), NOW)).toBe(false)
})
