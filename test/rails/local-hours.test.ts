import { describe, expect, test } from 'vitest'
import { isAfterSession, isQuiet, mayStartAmber, untilMorningMs, untilTomorrowMs } from '../../src/rails/local-hours.ts'

const HOUR = 60 * 60_000
const sydney = { zone: 'Australia/Sydney', minor: false }
const berlin = { zone: 'Europe/Berlin', minor: false }
const at = (local: string) => new Date(local)

describe('quiet hours', () => {
  test.each([
    ['22:29', false],
    ['22:30', true],
    ['03:00', true],
    ['07:59', true],
    ['08:00', false],
  ])('at %s on the client’s own clock: %s', (clock, quiet) => {
    expect(isQuiet(sydney, at(`2026-03-02T${clock}:00+11:00`))).toBe(quiet)
  })

  test('of a minor begin earlier (care C10)', () => {
    const minor = { ...sydney, minor: true }
    expect(isQuiet(minor, at('2026-03-02T20:30:00+11:00'))).toBe(true)
    expect(isQuiet(minor, at('2026-03-02T07:00:00+11:00'))).toBe(false)
  })

  test('end at eight on the clock, over both changes of the clocks', () => {
    // Berlin, 29 March 2026: 02:00 becomes 03:00. 25 October: 03:00 becomes 02:00.
    expect(untilMorningMs(berlin, at('2026-03-29T00:00:00+01:00'))).toBe(7 * HOUR)
    expect(untilMorningMs(berlin, at('2026-10-25T00:00:00+02:00'))).toBe(9 * HOUR)
    expect(untilMorningMs(berlin, at('2026-06-01T00:00:00+02:00'))).toBe(8 * HOUR)
    expect(untilMorningMs(berlin, at('2026-06-01T12:00:00+02:00'))).toBe(0)
  })
})

describe('tomorrow at ten', () => {
  test('is ten on the client’s clock, over both changes of the clocks', () => {
    expect(untilTomorrowMs(berlin, at('2026-03-28T10:00:00+01:00'))).toBe(23 * HOUR)
    expect(untilTomorrowMs(berlin, at('2026-10-24T10:00:00+02:00'))).toBe(25 * HOUR)
    expect(untilTomorrowMs(sydney, at('2026-06-01T09:00:00+10:00'))).toBe(25 * HOUR)
  })

  test('goes by a zone of half an hour', () => {
    expect(untilTomorrowMs({ zone: 'Asia/Kolkata' }, at('2026-06-01T22:00:00+05:30'))).toBe(12 * HOUR)
  })
})

describe('amber practices', () => {
  const noon = at('2026-03-02T12:00:00+11:00')

  test('start between eight and half past nine, a minor’s until half past eight (care C16)', () => {
    const start = (clock: string, minor = false) =>
      mayStartAmber({ ...sydney, minor }, at(`2026-03-02T${clock}:00+11:00`))
    expect([start('07:59'), start('08:00'), start('21:29'), start('21:30')]).toEqual([false, true, true, false])
    expect([start('20:29', true), start('20:30', true)]).toEqual([true, false])
  })

  test('go by the hours of the plan', () => {
    expect(mayStartAmber({ ...sydney, amberHours: { from: '10:00', to: '11:00' } }, noon)).toBe(false)
  })

  test('wait for 48 hours after a session (care C28)', () => {
    const sessions = ['2026-02-28T12:00:01+11:00', '2026-03-09T12:00:00+11:00']
    expect(isAfterSession({ sessions }, noon)).toBe(true)
    expect(mayStartAmber({ ...sydney, sessions }, noon)).toBe(false)
    expect(isAfterSession({ sessions }, at('2026-03-02T12:00:01+11:00'))).toBe(false)
    expect(isAfterSession({ sessions }, at('2026-03-09T11:59:59+11:00'))).toBe(false)
  })
})
