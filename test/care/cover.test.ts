import { describe, expect, test } from 'vitest'
import { isAway, standsFor } from '../../src/care/absence.ts'
import { hoursStand, isCovered, nextCovered, nextHours, onCallAt } from '../../src/care/cover.ts'
import type { Absence } from '../../src/core/duty.ts'
import type { ClinicianId } from '../../src/core/ids.ts'

const [robin, kim, lee] = ['robin', 'kim', 'lee'] as ClinicianId[] as [ClinicianId, ClinicianId, ClinicianId]
const WEEKDAYS = [{ days: [1, 2, 3, 4, 5], from: '08:30', to: '17:30' }]
const sydney = { zone: 'Australia/Sydney', cover: WEEKDAYS, chain: [{ clinician: robin, minutes: 15 }] }
const london = { ...sydney, zone: 'Europe/London' }
const at = (text: string) => new Date(text)
const away = (change: Partial<Absence>): Absence => ({
  clinician: robin,
  from: '2026-11-20T00:00:00Z',
  to: '2026-12-01T00:00:00Z',
  why: 'leave',
  ...change,
})

describe('hours', () => {
  test('on a holiday the hours of the day are those of the holiday, or none', () => {
    const closed = { ...sydney, holidays: [{ on: '2026-12-25', windows: [] }] }
    // Christmas is a Friday; 03:10 in Sydney is the day before in UTC.
    const night = at('2026-12-24T16:10:00Z')
    expect(nextHours(sydney, night)?.toISOString()).toBe('2026-12-24T21:30:00.000Z')
    expect(nextHours(closed, night)?.toISOString()).toBe('2026-12-27T21:30:00.000Z')
    expect(hoursStand(closed, at('2026-12-25T00:00:00Z'))).toBe(false)
    const short = { ...sydney, holidays: [{ on: '2026-12-25', windows: [{ from: '10:00', to: '12:00' }] }] }
    expect(
      [at('2026-12-24T22:59:00Z'), at('2026-12-24T23:00:00Z'), at('2026-12-25T01:00:00Z')].map((one) =>
        hoursStand(short, one),
      ),
    ).toEqual([false, true, false])
  })

  test('a holiday can have hours on a day that has none', () => {
    const saturday = { ...sydney, holidays: [{ on: '2026-11-28', windows: [{ from: '09:00', to: '10:00' }] }] }
    expect(hoursStand(saturday, at('2026-11-27T22:30:00Z'))).toBe(true)
  })

  test.each([
    // The clock goes forward: at 02:00 it is 03:00.
    ['Sydney, spring', sydney, '2026-10-04', '2026-10-04T21:30:00.000Z'],
    ['Sydney, autumn', sydney, '2027-04-04', '2027-04-04T22:30:00.000Z'],
    ['London, spring', london, '2026-03-29', '2026-03-30T07:30:00.000Z'],
    ['London, autumn', london, '2026-10-25', '2026-10-26T08:30:00.000Z'],
  ])('a Monday begins at 08:30 on the wall after the change of the clock: %s', (_name, clinic, sunday, monday) => {
    expect(nextHours(clinic, at(`${sunday}T12:00:00Z`))?.toISOString()).toBe(monday)
  })

  test.each([
    ['Sydney, where 02:00 to 03:00 is skipped', sydney.zone, '2026-10-03', 9],
    ['Sydney, where 02:00 to 03:00 comes twice', sydney.zone, '2027-04-03', 11],
    ['London, where 01:00 to 02:00 is skipped', london.zone, '2026-03-28', 9],
    ['London, where 01:00 to 02:00 comes twice', london.zone, '2026-10-24', 11],
  ])('a night of ten hours has as many as its change of the clock leaves: %s', (_name, zone, saturday, hours) => {
    const nights = { zone, cover: [{ days: [6], from: '21:00', to: '07:00' }] }
    const start = Temporal.PlainDateTime.from(`${saturday}T21:00`).toZonedDateTime(zone).epochMilliseconds
    const stands = Array.from({ length: 13 }, (_none, hour) => hoursStand(nights, new Date(start + hour * 3_600_000)))
    expect(stands.filter(Boolean)).toHaveLength(hours)
    expect(hoursStand(nights, new Date(start - 1))).toBe(false)
  })
})

describe('people', () => {
  const noon = at('2026-11-25T01:00:00Z')

  test('a deputy stands for somebody on leave, and the deputy’s deputy after them', () => {
    const absences = [away({ deputy: kim }), away({ clinician: kim, deputy: lee })]
    expect(standsFor({ absences: absences.slice(0, 1) }, robin, noon)).toBe(kim)
    expect(standsFor({ absences }, robin, noon)).toBe(lee)
    expect(standsFor({}, robin, noon)).toBe(robin)
  })

  test('a ring of deputies who are all away is nobody', () => {
    expect(
      standsFor({ absences: [away({ deputy: kim }), away({ clinician: kim, deputy: robin })] }, robin, noon),
    ).toBeNull()
    expect(standsFor({ absences: [away({})] }, robin, noon)).toBeNull()
  })

  test('leave begins with its first moment and ends before its last', () => {
    const absences = [away({})]
    const moments = ['2026-11-19T23:59:59Z', '2026-11-20T00:00:00Z', '2026-11-30T23:59:59Z', '2026-12-01T00:00:00Z']
    expect(moments.map((moment) => isAway({ absences }, robin, at(moment)))).toEqual([false, true, true, false])
  })

  test('hours in which nobody of the chain is there are not covered, until somebody is back', () => {
    const clinic = { ...sydney, absences: [away({ to: '2026-11-26T02:00:00Z' })] }
    expect(hoursStand(clinic, noon)).toBe(true)
    expect(isCovered(clinic, noon)).toBe(false)
    expect(nextCovered(clinic, noon)?.toISOString()).toBe('2026-11-26T02:00:00.000Z')
    expect(isCovered({ ...clinic, absences: [away({ deputy: kim })] }, noon)).toBe(true)
  })

  test('hours that nobody confirmed are not covered, and stand all the same', () => {
    const clinic = { ...sydney, unconfirmed: [{ from: '2026-11-25T00:00:00Z', to: '2026-11-25T06:30:00Z' }] }
    expect([hoursStand(clinic, noon), isCovered(clinic, noon)]).toEqual([true, false])
    expect(nextCovered(clinic, noon)?.toISOString()).toBe('2026-11-25T21:30:00.000Z')
  })

  test('whoever is on call is not while they are away', () => {
    const onCall = { clinician: robin, minutes: 20, agreedOn: '2026-11-01' }
    expect(onCallAt({ onCall }, noon)).toEqual(onCall)
    expect(onCallAt({ onCall, absences: [away({})] }, noon)).toBeNull()
  })
})
