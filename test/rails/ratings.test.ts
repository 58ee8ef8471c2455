import { describe, expect, test } from 'vitest'
import type { Plan } from '../../src/core/plan.ts'
import { limitsOf } from '../../src/rails/limits-of.ts'
import { classOf, type RatingToClass } from '../../src/rails/ratings.ts'

const NOW = new Date('2026-03-02T09:00:00Z')
const adult = { minor: false, tighter: {} } as const
const limits = (plan: Pick<Plan, 'minor' | 'tighter'> & Partial<Plan> = adult, allowed = false) =>
  limitsOf(plan, { higherStartAllowed: allowed }, NOW)
const distress = (value: number, over: Partial<RatingToClass> = {}) =>
  classOf({ scale: 'distress', value, moment: 'middle', before: null, limits: limits(), ...over })

describe('distress', () => {
  test.each([
    [6, 'ok'],
    [7, 'raised'],
    [8, 'high'],
    [9, 'crisis'],
    [10, 'crisis'],
  ] as const)('of %i in a practice is %s', (value, kind) => {
    expect(distress(value)).toBe(kind)
  })

  test('that rises counts from 5 up only: from 1 to 3 is being moved (care C6)', () => {
    expect(distress(3, { before: 1 })).toBe('ok')
    expect(distress(4, { before: 0 })).toBe('ok')
    expect(distress(5, { before: 3 })).toBe('raised')
    expect(distress(5, { before: 2 })).toBe('high')
    expect(distress(6, { before: 5 })).toBe('ok')
  })

  test('of 7 does not start a practice, of 6 not one of a minor', () => {
    const start = (value: number, plan?: Parameters<typeof limits>[0]) =>
      distress(value, { moment: 'before', limits: limits(plan) })
    expect([start(6), start(7)]).toEqual(['ok', 'raised'])
    expect([start(5, { ...adult, minor: true }), start(6, { ...adult, minor: true })]).toEqual(['ok', 'raised'])
    expect(start(4, { ...adult, tighter: { startAt: 4 } })).toBe('raised')
  })

  test('of 8 after two techniques fetches a person, of 7 not', () => {
    expect(distress(8, { moment: 'grounding' })).toBe('high')
    expect(distress(8, { moment: 'grounding-again' })).toBe('crisis')
    expect(distress(7, { moment: 'grounding-again' })).toBe('raised')
  })

  test('of 5 at the end brings the offer of a check-in', () => {
    expect([distress(4, { moment: 'after' }), distress(5, { moment: 'after' })]).toEqual(['ok', 'raised'])
  })
})

describe('a plan', () => {
  test('tightens every limit and loosens none', () => {
    const looser = limits({ ...adult, tighter: { startAt: 10, raisedAt: 10, riseRaised: 9, hereAt: 0 } })
    expect(looser).toEqual(limits())
    const tighter = limits({ ...adult, tighter: { startAt: 4, raisedAt: 5, riseRaised: 1, hereAt: 6 } })
    expect(tighter).toEqual({ startAt: 4, raisedAt: 5, riseRaised: 1, notHereAt: 6 })
  })

  const until = '2026-04-01T00:00:00Z'
  const higherStart = { startAt: 8, until, by: 'Dr Reed', reason: 'ordinarily at 7' }

  test('moves the start up to 8 where the clinic allows it, until its end, and for no minor (care C6)', () => {
    expect(limits({ ...adult, higherStart }, true).startAt).toBe(8)
    expect(limits({ ...adult, higherStart }, false).startAt).toBe(7)
    expect(limits({ ...adult, higherStart: { ...higherStart, until: '2026-03-01T00:00:00Z' } }, true).startAt).toBe(7)
    expect(limits({ ...adult, higherStart: { ...higherStart, startAt: 10 } }, true).startAt).toBe(8)
    expect(limits({ minor: true, tighter: {}, higherStart }, true).startAt).toBe(6)
  })

  test('that moves the start moves nothing else: 9 is 9, and a rise is a rise', () => {
    const moved = limits({ ...adult, higherStart }, true)
    expect(distress(9, { moment: 'before', limits: moved })).toBe('crisis')
    expect(distress(7, { limits: moved })).toBe('raised')
    expect(distress(8, { moment: 'before', limits: moved })).toBe('high')
  })
})

describe('here-ness', () => {
  const here = (value: number, plan?: Parameters<typeof limits>[0]) =>
    classOf({ scale: 'here', value, moment: 'before', before: null, limits: limits(plan) })

  test('of 3 is not here, and of 3 below what is ordinary for this client too (care C8)', () => {
    expect([here(3), here(4)]).toEqual(['not-here', 'here'])
    const usually9 = { ...adult, hereOrdinary: 9 }
    expect([here(6, usually9), here(7, usually9)]).toEqual(['not-here', 'here'])
    expect(here(3, { ...adult, hereOrdinary: 2 })).toBe('not-here')
  })
})
