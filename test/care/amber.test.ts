import { describe, expect, test } from 'vitest'
import { amberDeadline, overdueAmbers, sameDayUntold } from '../../src/care/amber.ts'
import { LEVELS } from '../../src/care/levels.ts'
import type { ClinicianId } from '../../src/core/ids.ts'
import type { ClinicSettings } from '../../src/core/plan.ts'
import { settingsFor } from '../store/a-clinic.ts'

const WEEKDAYS = [
  { days: [1, 2, 3, 4, 5], from: '08:30', to: '12:30' },
  { days: [1, 2, 3, 4, 5], from: '13:30', to: '17:00' },
]
/** From before the morning round until after the evening's. */
const ROUND_TO_ROUND = [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }]
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

describe('an answer to a risk item of which somebody must hear the same day', () => {
  const SETTINGS = { ...settingsFor('a-clinician' as ClinicianId), ...HOURS, cover: ROUND_TO_ROUND }
  /** Told by itself, at this time, of an answer of that time. */
  const told = (at: string, now: string, settings: ClinicSettings = SETTINGS) =>
    sameDayUntold([amber(at, { reasons: [{ rule: 'risk-item', at }] })], settings, new Date(now)).length > 0

  test.each([
    ['at 09:00: the evening round has it', '2026-03-25T09:00:00Z', '2026-03-25T09:01:00Z', false],
    ['at 16:29: the evening round has it', '2026-03-25T16:29:00Z', '2026-03-25T16:29:30Z', false],
    ['at 16:31: the rounds are over, so it is told', '2026-03-25T16:31:00Z', '2026-03-25T16:31:30Z', true],
    ['at 16:31, seen only when the hours are over', '2026-03-25T16:31:00Z', '2026-03-25T18:00:00Z', false],
    ['at 23:50: the morning round has it', '2026-03-25T23:50:00Z', '2026-03-25T23:50:30Z', false],
    ['at 23:50, next morning before the round', '2026-03-25T23:50:00Z', '2026-03-26T08:10:00Z', false],
    ['on a Saturday without hours: Monday’s round has it', '2026-03-28T11:00:00Z', '2026-03-28T11:01:00Z', false],
    ['on a Saturday, once Monday opens', '2026-03-28T11:00:00Z', '2026-03-30T07:10:00Z', false],
  ])('%s', (_what, at, now, is) => {
    expect(told(at, now)).toBe(is)
  })

  test('is told on a day whose evening round falls outside the hours', () => {
    const mornings = { ...SETTINGS, cover: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '12:30' }] }
    expect(told('2026-03-25T08:10:00Z', '2026-03-25T08:11:00Z', mornings)).toBe(false)
    expect(told('2026-03-25T09:00:00Z', '2026-03-25T09:01:00Z', mornings)).toBe(true)
  })

  test('is not told late in the evening, even where the hours go on: it is the next day’s', () => {
    const always = { ...SETTINGS, cover: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' }] }
    expect(told('2026-03-25T20:59:00Z', '2026-03-25T20:59:30Z', always)).toBe(true)
    expect(told('2026-03-25T20:59:00Z', '2026-03-25T21:00:00Z', always)).toBe(false)
    expect(told('2026-03-25T23:50:00Z', '2026-03-25T23:51:00Z', always)).toBe(false)
    const reasons = [{ rule: 'risk-item', at: '2026-03-25T23:50:00Z' }]
    const deadline = amberDeadline(amber('2026-03-25T23:50:00Z', { reasons }), always)
    expect(deadline?.toISOString()).toBe('2026-03-27T00:00:00.000Z')
  })

  test('is told of this rule and these words only, and of no flag that is closed or red', () => {
    const at = '2026-03-25T16:31:00Z'
    const now = new Date('2026-03-25T16:32:00Z')
    const rows = [
      amber(at, { reasons: [{ rule: 'rating-8', at }] }),
      amber(at, { reasons: [{ rule: 'risk-item', at }], state: 'closed' }),
      amber(at, { reasons: [{ rule: 'risk-item', at }], level: 'red' }),
      amber(at, { reasons: [{ rule: 'risk-item', at: '2026-03-25T11:00:00Z' }] }),
    ]
    expect(sameDayUntold(rows, SETTINGS, now)).toEqual([])
    const words = amber(at, { reasons: [{ rule: 'screen', detail: ['S4'], at }] })
    expect(sameDayUntold([words], SETTINGS, now)).toEqual([words])
  })
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
