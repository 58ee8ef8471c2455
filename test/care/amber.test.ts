import { expect, test } from 'vitest'
import { amberDeadline, overdueAmbers } from '../../src/care/amber.ts'
import { LEVELS } from '../../src/care/levels.ts'

const WEEKDAYS = [
  { days: [1, 2, 3, 4, 5], from: '08:30', to: '12:30' },
  { days: [1, 2, 3, 4, 5], from: '13:30', to: '17:00' },
]
const HOURS = { zone: 'Europe/London', cover: WEEKDAYS, holidays: [{ on: '2026-03-31', windows: [] }] }
/** In words that a reader can check: London is an hour ahead of UTC from 29 March 2026. */
const amber = (at: string, more: object = {}) => ({
  level: 'amber' as const,
  state: 'open' as const,
  amberAt: new Date(at),
  reasons: [{ rule: 'screen', at }],
  ...more,
})
const due = (at: string, more?: object) => amberDeadline(amber(at, more), HOURS)?.toISOString()

test('an amber is looked at by the end of the next working day, over weekends, holidays and the change of the clock', () => {
  expect(due('2026-03-25T09:00:00Z')).toBe('2026-03-26T17:00:00.000Z')
  expect(due('2026-03-27T16:00:00Z')).toBe('2026-03-30T16:00:00.000Z')
  expect(due('2026-03-30T09:00:00Z')).toBe('2026-04-01T16:00:00.000Z')
})

test('what comes outside all hours is looked at on the next working day', () => {
  expect(due('2026-03-28T12:00:00Z')).toBe('2026-03-30T16:00:00.000Z')
  expect(due('2026-03-25T23:00:00Z')).toBe('2026-03-26T17:00:00.000Z')
})

test.each([
  { rule: 'risk-item' },
  ...LEVELS.amber.sameDayCategories.map((category) => ({ rule: 'screen', detail: [category] })),
])('somebody hears the same day of %o', (reason) => {
  const at = '2026-03-25T11:00:00Z'
  expect(due(at, { reasons: [{ ...reason, at }] })).toBe('2026-03-25T17:00:00.000Z')
  expect(due(at, { state: 'taken', reasons: [{ ...reason, at }] })).toBe('2026-03-25T17:00:00.000Z')
})

test('a same-day reason that joins later counts from its own time', () => {
  const reasons = [
    { rule: 'screen', at: '2026-03-25T09:00:00Z' },
    { rule: 'risk-item', at: '2026-03-26T09:00:00Z' },
  ]
  expect(due('2026-03-25T09:00:00Z', { reasons })).toBe('2026-03-26T17:00:00.000Z')
})

test('once taken, the client is reached within 48 hours', () => {
  expect(due('2026-03-25T09:00:00Z', { state: 'taken' })).toBe('2026-03-27T09:00:00.000Z')
})

test('no other level has a deadline of this kind, and a closed one has none', () => {
  expect(due('2026-03-25T09:00:00Z', { level: 'info' })).toBeUndefined()
  expect(due('2026-03-25T09:00:00Z', { level: 'red' })).toBeUndefined()
  expect(due('2026-03-25T09:00:00Z', { state: 'closed' })).toBeUndefined()
})

test('without declared hours a working day is 24 hours', () => {
  const at = '2026-03-25T09:00:00Z'
  expect(amberDeadline(amber(at), { ...HOURS, cover: [] })?.toISOString()).toBe('2026-03-26T09:00:00.000Z')
})

test('of those over their deadline the longest comes first', () => {
  const rows = ['2026-03-24T09:00:00Z', '2026-03-23T09:00:00Z', '2026-03-26T09:00:00Z'].map((at) => amber(at))
  const late = (now: string) =>
    overdueAmbers(rows, HOURS, new Date(now)).map(({ amberAt }) => amberAt?.toISOString().slice(0, 10))
  expect(late('2026-03-25T16:59:00Z')).toEqual(['2026-03-23'])
  expect(late('2026-03-25T17:00:00Z')).toEqual(['2026-03-23', '2026-03-24'])
})
