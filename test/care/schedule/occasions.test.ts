import { describe, expect, test } from 'vitest'
import { nextOccasion, occasionsBetween } from '../../../src/care/schedule/occasions.ts'
import type { FlowId } from '../../../src/core/ids.ts'

const ms = (instant: string) => Date.parse(instant)

function local(rule: string, given: { zone: string; since: string; to: string; from?: string }): string[] {
  const one = { id: 'a1', flow: 'check-in' as FlowId, rule, windowMinutes: 90, since: given.since }
  const plan = { zone: given.zone, assignments: [one] }
  return occasionsBetween(plan, ms(given.from ?? given.since) - 1, ms(given.to)).map(({ at }) =>
    new Date(at)
      .toTemporalInstant()
      .toZonedDateTimeISO(given.zone)
      .toString({ timeZoneName: 'never', smallestUnit: 'minute' }),
  )
}

describe('the occasions of an assignment', () => {
  test('a time that the clocks skip moves on, and the clock time stays the same before and after', () => {
    const given = { zone: 'Europe/Berlin', since: '2026-03-28T00:00:00+01:00', to: '2026-03-30T23:00:00+02:00' }
    expect(local('FREQ=DAILY;BYHOUR=2;BYMINUTE=30', given)).toEqual([
      '2026-03-28T02:30+01:00',
      '2026-03-29T03:30+02:00',
      '2026-03-30T02:30+02:00',
    ])
  })

  test('a time that comes twice goes once', () => {
    const given = { zone: 'Europe/Berlin', since: '2026-10-24T12:00:00+02:00', to: '2026-10-26T00:00:00+01:00' }
    expect(local('FREQ=DAILY;BYHOUR=2;BYMINUTE=30', given)).toEqual(['2026-10-25T02:30+02:00'])
  })

  test('two times that fall together when the clocks go forward are one', () => {
    const given = { zone: 'Europe/Berlin', since: '2026-03-29T00:00:00+01:00', to: '2026-03-29T12:00:00+02:00' }
    expect(local('FREQ=DAILY;BYHOUR=2,3;BYMINUTE=30', given)).toEqual(['2026-03-29T03:30+02:00'])
  })

  test('zones off by half an hour, and a clock that changes by half an hour, keep the clock time', () => {
    const india = { zone: 'Asia/Kolkata', since: '2026-05-01T00:00:00+05:30', to: '2026-05-01T23:00:00+05:30' }
    expect(local('FREQ=DAILY;BYHOUR=18', india)).toEqual(['2026-05-01T18:00+05:30'])
    const island = { zone: 'Australia/Lord_Howe', since: '2026-10-03T00:00:00+10:30', to: '2026-10-04T23:00:00+11:00' }
    expect(local('FREQ=DAILY;BYHOUR=18', island)).toEqual(['2026-10-03T18:00+10:30', '2026-10-04T18:00+11:00'])
  })

  test('the same rule follows a client who travels', () => {
    const since = '2026-06-01T00:00:00Z'
    const rule = 'FREQ=DAILY;BYHOUR=18'
    expect(local(rule, { zone: 'Europe/Berlin', since, to: '2026-06-01T23:00:00Z' })).toEqual([
      '2026-06-01T18:00+02:00',
    ])
    expect(local(rule, { zone: 'Asia/Tokyo', since, to: '2026-06-01T23:00:00Z' })).toEqual(['2026-06-01T18:00+09:00'])
  })

  test('every second week counts weeks from Monday, and COUNT and UNTIL end it', () => {
    const given = { zone: 'UTC', since: '2026-06-03T00:00:00Z', to: '2026-08-01T00:00:00Z' } // a Wednesday
    expect(local('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;BYHOUR=9;COUNT=3', given).map((at) => at.slice(0, 10))).toEqual([
      '2026-06-05',
      '2026-06-15',
      '2026-06-19',
    ])
    expect(local('FREQ=WEEKLY;BYHOUR=9;UNTIL=20260610', given).map((at) => at.slice(0, 10))).toEqual([
      '2026-06-03',
      '2026-06-10',
    ])
  })

  test('COUNT counts from the first occasion, wherever one looks from', () => {
    const given = {
      zone: 'UTC',
      since: '2026-06-01T00:00:00Z',
      from: '2026-06-02T12:00:00Z',
      to: '2026-07-01T00:00:00Z',
    }
    expect(local('FREQ=DAILY;BYHOUR=9;COUNT=3', given)).toHaveLength(1)
  })

  test('a rule that fits no day has no next time', () => {
    const one = { id: 'a1', flow: 'check-in' as FlowId, windowMinutes: 90, since: '2026-06-01T00:00:00Z' }
    const plan = { zone: 'UTC', assignments: [{ ...one, rule: 'FREQ=DAILY;BYHOUR=9;UNTIL=20260530' }] }
    expect(nextOccasion(plan, ms('2026-06-01T00:00:00Z'))).toBe(null)
  })
})

describe('the days of a session', () => {
  test('the day before, the evening after and the next morning are offered; after a late session, the morning alone', () => {
    const flows = (session: string) =>
      occasionsBetween({ zone: 'UTC', sessions: [session] }, 0, 9e15).map(
        ({ at, flow }) => `${new Date(at).toISOString().slice(5, 16)} ${flow}`,
      )
    expect(flows('2026-06-10T15:00:00Z')).toEqual([
      '06-09T17:00 before-session',
      '06-10T19:30 after-session',
      '06-11T09:00 after-session',
    ])
    expect(flows('2026-06-10T19:00:00Z')).toEqual(['06-09T17:00 before-session', '06-11T09:00 after-session'])
  })

  test('nothing is offered where the clinician turned it off', () => {
    const plan = { zone: 'UTC', sessions: ['2026-06-10T15:00:00Z'], sessionReminders: false }
    expect(occasionsBetween(plan, 0, 9e15)).toEqual([])
  })
})
