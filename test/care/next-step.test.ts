import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { escalationFor } from '../../src/care/chain.ts'
import { LEVELS } from '../../src/care/levels.ts'
import { nextStep, type Around, type Standing } from '../../src/care/next-step.ts'
import type { ClinicianId, EscalationId } from '../../src/core/ids.ts'
import { CASES } from '../support/chance.ts'

const [robin, kim, lee, sam] = ['robin', 'kim', 'lee', 'sam'] as ClinicianId[] as [
  ClinicianId,
  ClinicianId,
  ClinicianId,
  ClinicianId,
]
const MINUTE = 60_000
const settings = {
  zone: 'UTC',
  cover: [{ days: [1, 2, 3, 4, 5], from: '08:30', to: '17:30' }],
  chain: [
    { clinician: robin, minutes: 15 },
    { clinician: kim, minutes: 20 },
  ],
}
const DAY = new Date('2026-11-25T10:00:00Z')
const NIGHT = new Date('2026-11-25T03:10:00Z')
const MORNING = new Date('2026-11-25T08:30:00Z')

const around = (change: Partial<Around> = {}): Around => ({
  settings,
  now: DAY,
  reaches: () => true,
  everyone: [robin, kim, lee],
  ...change,
})
const standing = (change: Partial<Standing> = {}): Standing => ({
  level: 'red',
  openedAt: DAY,
  covered: true,
  chain: settings.chain,
  rung: 0,
  rounds: 0,
  have: [],
  ...change,
})
const away = (clinician: ClinicianId, deputy?: ClinicianId) => ({
  clinician,
  from: '2026-11-01T00:00:00Z',
  to: '2026-12-01T00:00:00Z',
  why: 'leave' as const,
  ...(deputy && { deputy }),
})
const who = (step: ReturnType<typeof nextStep>) => step.who

describe('in covered hours', () => {
  test('each rung in its turn has its own minutes, then all hands', () => {
    expect(nextStep(standing(), around())).toMatchObject({
      who: [robin],
      links: 'first',
      toRung: 1,
      afterMs: 15 * MINUTE,
    })
    expect(nextStep(standing({ rung: 1 }), around())).toMatchObject({ who: [kim], toRung: 2, afterMs: 20 * MINUTE })
    const hands = nextStep(standing({ rung: 2 }), around())
    expect(hands).toMatchObject({
      who: [robin, kim, lee],
      links: 'every',
      toRounds: 1,
      afterMs: LEVELS.allHandsMinutes * MINUTE,
    })
  })

  test('somebody on leave is passed over at once, the deputy told instead', () => {
    expect(nextStep(standing(), around({ settings: { ...settings, absences: [away(robin)] } }))).toMatchObject({
      who: [kim],
      skipped: [0],
    })
    expect(who(nextStep(standing(), around({ settings: { ...settings, absences: [away(robin, lee)] } })))).toEqual([
      lee,
    ])
  })

  test('a deputy who stands further on in the chain is told once, not twice', () => {
    const covering = { ...settings, absences: [away(robin, kim)] }
    expect(who(nextStep(standing(), around({ settings: covering })))).toEqual([kim])
    expect(nextStep(standing({ rung: 1 }), around({ settings: covering }))).toMatchObject({ skipped: [1], toRounds: 1 })
  })

  test('a rung without a link costs no time', () => {
    expect(nextStep(standing(), around({ reaches: (one) => one !== robin }))).toMatchObject({
      who: [kim],
      skipped: [0],
    })
  })

  test('nobody of the chain can be reached: all hands at once, whoever is away left out', () => {
    const step = nextStep(standing(), around({ settings: { ...settings, absences: [away(robin), away(kim)] } }))
    expect(step).toMatchObject({ who: [lee], links: 'every', skipped: [0, 1], toRounds: 1 })
  })

  test('everybody is away: then those who are away are called', () => {
    const absences = [away(robin), away(kim), away(lee)]
    expect(who(nextStep(standing(), around({ settings: { ...settings, absences } })))).toEqual([robin, kim, lee])
  })

  test('black tells everybody at once, on every link', () => {
    expect(nextStep(standing({ level: 'black' }), around())).toMatchObject({
      who: [robin, kim, lee],
      links: 'every',
      afterMs: 5 * MINUTE,
    })
  })

  test('whoever has it already is told no more', () => {
    expect(who(nextStep(standing({ have: [robin] }), around()))).toEqual([kim])
    expect(who(nextStep(standing({ rung: 2, have: [kim] }), around()))).toEqual([robin, lee])
  })
})

describe('in uncovered hours', () => {
  const open = (given: Parameters<typeof escalationFor>[0], level: 'red' | 'black' = 'red') => {
    const opened = escalationFor(given, { now: NIGHT, level, id: 'e' as EscalationId })
    if (!opened) throw new Error('no chain')
    return { opened, at: standing({ ...opened, level, openedAt: NIGHT }) }
  }
  const agreed = { ...settings, onCall: { clinician: sam, minutes: 20, agreedOn: '2026-11-01' } }

  test('nobody is told before the next covered minute', () => {
    const { opened } = open(settings)
    expect([opened.firstNoticeAt, opened.covered]).toEqual([MORNING, false])
    const early = nextStep(standing({ covered: false, openedAt: NIGHT }), around({ now: NIGHT }))
    expect(early).toMatchObject({ who: [], waits: true, toRung: 0, afterMs: MORNING.getTime() - NIGHT.getTime() })
  })

  test.each(['red', 'black'] as const)(
    'whoever agreed to be on call is told at once, and the others in the morning: %s',
    (level) => {
      const { opened, at } = open(agreed, level)
      expect([opened.firstNoticeAt, opened.deadlineAt]).toEqual([NIGHT, new Date(NIGHT.getTime() + 20 * MINUTE)])
      expect(nextStep(at, around({ settings: agreed, now: NIGHT }))).toMatchObject({
        who: [sam],
        toRung: 1,
        afterMs: 20 * MINUTE,
      })
      const later = new Date(NIGHT.getTime() + 20 * MINUTE)
      expect(nextStep({ ...at, rung: 1 }, around({ settings: agreed, now: later }))).toMatchObject({
        waits: true,
        toRung: 1,
        afterMs: MORNING.getTime() - later.getTime(),
      })
      expect(who(nextStep({ ...at, rung: 1 }, around({ settings: agreed, now: MORNING })))).toContain(robin)
    },
  )

  test('somebody on call who cannot be reached wakes nobody else', () => {
    const { at } = open(agreed)
    const step = nextStep(at, around({ settings: agreed, now: NIGHT, reaches: (one) => one !== sam }))
    expect(step).toMatchObject({ who: [], waits: true, skipped: [0], toRung: 1 })
  })

  test('an obligation that opened in covered hours runs on through the night', () => {
    const night = new Date('2026-11-25T17:45:00Z')
    expect(
      who(nextStep(standing({ rung: 1, openedAt: new Date('2026-11-25T17:29:00Z') }), around({ now: night }))),
    ).toEqual([kim])
  })

  test('more than 72 hours need a lead’s signed reason', () => {
    const mondays = { ...settings, cover: [{ days: [1], from: '08:30', to: '17:30' }] }
    expect(open(mondays).opened.firstNoticeAt).toEqual(new Date(NIGHT.getTime() + 72 * 60 * MINUTE))
    const signed = { ...mondays, longGap: { by: 'The lead', on: '2026-11-01', reason: 'a small clinic' } }
    expect(open(signed).opened.firstNoticeAt).toEqual(new Date('2026-11-30T08:30:00Z'))
  })
})

test('whatever the chain and whoever is away, somebody is told if any link exists, or the clinic said when', () => {
  const people = [robin, kim, lee, sam]
  const someone = fc.constantFrom(...people)
  fc.assert(
    fc.property(
      fc.record({
        chain: fc.array(someone, { minLength: 1, maxLength: 4 }),
        away: fc.array(fc.record({ clinician: someone, deputy: fc.option(someone, { nil: undefined }) }), {
          maxLength: 5,
        }),
        linked: fc.subarray(people),
        rung: fc.nat(4),
        hour: fc.nat(23),
        level: fc.constantFrom('red' as const, 'black' as const),
        covered: fc.boolean(),
      }),
      ({ chain, away: absent, linked, rung, hour, level, covered }) => {
        const rungs = chain.map((clinician) => ({ clinician, minutes: 15 }))
        const given = { ...settings, chain: rungs, absences: absent.map((one) => away(one.clinician, one.deputy)) }
        const now = new Date(Date.UTC(2026, 10, 25, hour))
        const step = nextStep(
          standing({ chain: rungs, rung: Math.min(rung, rungs.length), level, covered, openedAt: now }),
          around({ settings: given, now, reaches: (one) => linked.includes(one), everyone: people }),
        )
        const told = step.who.length > 0
        expect(told || step.afterMs > 0).toBe(true)
        expect(told).toBe(linked.length > 0 && !step.waits)
        expect(step.waits && covered).toBe(false)
        expect(step.who.every((one) => linked.includes(one))).toBe(true)
      },
    ),
    CASES,
  )
})
