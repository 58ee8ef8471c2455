import { expect, test } from 'vitest'
import { lookAhead } from '../../src/care/look-ahead.ts'
import { LEVELS } from '../../src/care/levels.ts'
import type { ClinicianId } from '../../src/core/ids.ts'

const [robin, kim] = ['robin', 'kim'] as ClinicianId[] as [ClinicianId, ClinicianId]
const NOW = new Date('2026-12-07T00:00:00Z')
const settings = {
  zone: 'UTC',
  cover: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }],
  chain: [
    { clinician: robin, minutes: 15 },
    { clinician: kim, minutes: 15 },
  ],
}
const both = [robin, kim].map((clinician) => ({ clinician, linked: true, answeredAt: NOW }))
const leave = (clinician: ClinicianId, from: string, to: string, deputy?: ClinicianId) => ({
  clinician,
  from,
  to,
  why: 'leave' as const,
  ...(deputy && { deputy }),
})
const spans = (all: readonly { from: Date; to: Date }[]) =>
  all.map(({ from, to }) => [from.toISOString().slice(0, 16), to.toISOString().slice(0, 16)])

test('a clinic whose people are there and answer has nothing to hear', () => {
  const { closed, ...found } = lookAhead(settings, both, NOW)
  expect(found).toEqual({ nobody: [], unproven: [], tooLong: [], never: [], onCallGone: [] })
  expect(closed.length).toBeGreaterThan(20)
})

test('leave of everybody at once shows exactly its covered hours', () => {
  const absences = [
    leave(robin, '2026-12-21T00:00:00Z', '2026-12-24T00:00:00Z'),
    leave(kim, '2026-12-22T12:00:00Z', '2026-12-23T12:00:00Z'),
  ]
  expect(spans(lookAhead({ ...settings, absences }, both, NOW).nobody)).toEqual([
    ['2026-12-22T12:00', '2026-12-22T18:00'],
    ['2026-12-23T08:00', '2026-12-23T12:00'],
  ])
})

test('people without a link reach nobody; people who never answered prove nothing', () => {
  const unlinked = both.map((one) => ({ ...one, linked: false }))
  expect(lookAhead(settings, unlinked, NOW).nobody).toHaveLength(22)
  const old = new Date(NOW.getTime() - (LEVELS.provenDays + 1) * 24 * 3_600_000)
  expect(
    lookAhead(
      settings,
      both.map((one) => ({ ...one, answeredAt: old })),
      NOW,
    ).unproven,
  ).toHaveLength(22)
  expect(
    lookAhead(settings, [{ clinician: robin, linked: true, answeredAt: null }, ...both.slice(1)], NOW).unproven,
  ).toEqual([])
})

test('a closed week is too long without a lead’s reason, an ordinary weekend is not', () => {
  const holidays = [21, 22, 23, 24, 25].map((day) => ({ on: `2026-12-${day}`, windows: [] }))
  expect(spans(lookAhead({ ...settings, holidays }, both, NOW).tooLong)).toEqual([
    ['2026-12-18T18:00', '2026-12-28T08:00'],
  ])
  const longGap = { by: 'The lead', on: '2026-12-01', reason: 'closed' }
  expect(lookAhead({ ...settings, holidays, longGap }, both, NOW).tooLong).toEqual([])
})

test('a step that can never run says why', () => {
  const twice = { ...settings, chain: [...settings.chain, { clinician: robin, minutes: 5 }] }
  expect(lookAhead(twice, both, NOW).never).toEqual([{ rung: 2, why: 'told-before' }])
  expect(lookAhead(settings, both.slice(0, 1), NOW).never).toEqual([{ rung: 1, why: 'no-link' }])
  const gone = { ...settings, absences: [leave(kim, '2026-12-01T00:00:00Z', '2027-12-01T00:00:00Z')] }
  expect(lookAhead(gone, both, NOW).never).toEqual([{ rung: 1, why: 'away' }])
  const covering = { ...settings, absences: [leave(kim, '2026-12-01T00:00:00Z', '2027-12-01T00:00:00Z', robin)] }
  expect(lookAhead(covering, both, NOW).never).toEqual([{ rung: 1, why: 'told-before' }])
})

test('whoever is on call and away is missed in uncovered hours only', () => {
  const onCall = { clinician: robin, minutes: 15, agreedOn: '2026-12-01' }
  const absences = [leave(robin, '2026-12-08T16:00:00Z', '2026-12-09T06:00:00Z')]
  expect(spans(lookAhead({ ...settings, onCall, absences }, both, NOW).onCallGone)).toEqual([
    ['2026-12-08T18:00', '2026-12-09T06:00'],
  ])
})
