import { expect, test } from 'vitest'
import { mustBeDiscreet, questionFor, silenceIsRed } from '../../src/rails/direct-question.ts'

const NOW = new Date('2026-03-02T09:00:00Z')
const HOUR = 60 * 60_000
const asks = (...categories: ('S1' | 'S4' | 'A' | 'D' | 'I' | 'P' | 'E' | 'F')[]) =>
  questionFor({ level: 'ask', categories }, {}, NOW)

test('each category has its own question, the gravest first; some have none', () => {
  expect([asks('S1'), asks('S4'), asks('A'), asks('D'), asks('I'), asks('P')]).toEqual([
    'life',
    'harm',
    'now',
    'away',
    'taken',
    'panic',
  ])
  expect(asks('D', 'A', 'S1')).toBe('life')
  expect([asks('E'), asks('F')]).toEqual([null, null])
})

test('only the level ask asks: a higher one acts, a lower one is noted', () => {
  for (const level of ['none', 'notice', 'red', 'black'] as const)
    expect(questionFor({ level, categories: ['S1'] }, {}, NOW)).toBeNull()
})

test('a question is asked at most once in twelve hours', () => {
  const ago = (hours: number) => ({ life: NOW.getTime() - hours * HOUR })
  const found = { level: 'ask' as const, categories: ['S1' as const] }
  expect(questionFor(found, ago(11), NOW)).toBeNull()
  expect(questionFor(found, ago(12), NOW)).toBe('life')
  expect(questionFor({ level: 'ask', categories: ['S1', 'D'] }, ago(1), NOW)).toBe('away')
})

test('silence is red after life, harm and now, after the others from a last rating of 7 up', () => {
  expect((['life', 'harm', 'now'] as const).every((question) => silenceIsRed(question, null))).toBe(true)
  expect([silenceIsRed('away', 6), silenceIsRed('away', 7), silenceIsRed('taken', null)]).toEqual([false, true, false])
})

test('nothing stands on the screen where somebody else may read along, unless the client’s own life is spoken of', () => {
  expect([
    mustBeDiscreet(['A']),
    mustBeDiscreet(['A', 'D']),
    mustBeDiscreet(['A', 'S2']),
    mustBeDiscreet(['S2']),
  ]).toEqual([true, true, false, false])
})
