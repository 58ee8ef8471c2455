import { expect, test } from 'vitest'
import type { ClinicianId, EscalationId } from '../../src/core/ids.ts'
import { escalationFor, flagOf } from '../../src/care/chain.ts'

const ID = 'e' as EscalationId
const chain = [
  { clinician: 'robin' as ClinicianId, minutes: 15 },
  { clinician: 'kim' as ClinicianId, minutes: 30 },
]
const office = { zone: 'UTC', chain, cover: [{ days: [1, 2, 3, 4, 5], from: '08:30', to: '17:30' }] }

const times = (settings: Parameters<typeof escalationFor>[0], now: string) => {
  const opened = escalationFor(settings, { now: new Date(now), id: ID, level: 'red' })
  return [opened?.firstNoticeAt.toISOString(), opened?.deadlineAt.toISOString()]
}

test('in covered hours the first rung is told at once and has its own minutes', () => {
  expect(times(office, '2026-11-24T09:00:00Z')).toEqual(['2026-11-24T09:00:00.000Z', '2026-11-24T09:15:00.000Z'])
})

test('in uncovered hours the time begins at the next covered minute', () => {
  expect(times(office, '2026-11-24T03:10:00Z')).toEqual(['2026-11-24T08:30:00.000Z', '2026-11-24T08:45:00.000Z'])
  expect(times(office, '2026-11-27T17:30:00Z')).toEqual(['2026-11-30T08:30:00.000Z', '2026-11-30T08:45:00.000Z'])
})

test('no obligation waits longer than 72 hours, however far away the next covered hour is', () => {
  const mondays = { ...office, cover: [{ days: [1], from: '08:30', to: '17:30' }] }
  expect(times(mondays, '2026-11-24T09:00:00Z')).toEqual(['2026-11-27T09:00:00.000Z', '2026-11-27T09:15:00.000Z'])
})

test('a clinic that declared no hours is told at once', () => {
  expect(times({ ...office, cover: [] }, '2026-11-24T03:10:00Z')[0]).toBe('2026-11-24T03:10:00.000Z')
})

test('a clinic without a chain has nobody to tell', () => {
  expect(
    escalationFor({ ...office, chain: [] }, { now: new Date('2026-11-24T09:00:00Z'), id: ID, level: 'red' }),
  ).toBeNull()
})

test('red and black bring an obligation, amber and info do not', () => {
  const context = { settings: office, now: new Date('2026-11-24T09:00:00Z'), newId: () => 'id' }
  const levels = (['info', 'amber', 'red', 'black'] as const).map(
    (level) => flagOf(level, 'screen', context).escalation,
  )
  expect(levels.map((escalation) => escalation?.chain)).toEqual([undefined, undefined, chain, chain])
})
