import { expect, test } from 'vitest'
import { alarmBudget, type AlarmCounts } from '../../src/care/budget.ts'
import type { ClinicianId } from '../../src/core/ids.ts'

const [robin, kim] = ['robin', 'kim'] as ClinicianId[] as [ClinicianId, ClinicianId]
const office = { zone: 'Australia/Sydney', cover: [{ days: [1, 2, 3, 4, 5], from: '08:30', to: '17:30' }] }
const counts = (change: Partial<AlarmCounts>): AlarmCounts => ({
  clientWeeks: 40,
  rules: [],
  interruptions: [],
  ...change,
})
const rule = (ambers: number, judged: number, useful: number) => ({
  rule: 'rating-8',
  flags: ambers,
  ambers,
  judged,
  useful,
})

test('one amber per ten client-weeks and three useful of ten are within the budget, one more or less is not', () => {
  const rules = (one: ReturnType<typeof rule>) => alarmBudget(counts({ rules: [one] }), office).rules[0]
  expect(rules(rule(4, 10, 3))).toMatchObject({
    ambersPerTenClientWeeks: { is: 1, over: false },
    usefulShare: { is: 0.3, over: false },
  })
  expect(rules(rule(5, 10, 2))).toMatchObject({
    ambersPerTenClientWeeks: { is: 1.25, over: true },
    usefulShare: { is: 0.2, over: true },
  })
})

test('nobody knows what share is useful before anything was judged, nor a rate without clients', () => {
  const found = alarmBudget(counts({ clientWeeks: 0, rules: [rule(3, 0, 0)] }), office)
  expect(found.rules[0]).toMatchObject({
    ambersPerTenClientWeeks: { is: null, over: false },
    usefulShare: { is: null, over: false },
  })
})

test('the worst day of one clinician counts, on the clinic’s own calendar; several links of one notice are one', () => {
  const at = (text: string, clinician: ClinicianId, notice: string) => ({ at: new Date(text), clinician, notice })
  const interruptions = [
    // 23:30 and 00:30 in Sydney: two days.
    at('2026-11-24T12:30:00Z', robin, 'a'),
    at('2026-11-24T12:30:05Z', robin, 'a'),
    at('2026-11-24T13:30:00Z', robin, 'b'),
    at('2026-11-24T23:00:00Z', robin, 'c'),
    at('2026-11-25T01:00:00Z', robin, 'd'),
    at('2026-11-25T01:00:00Z', kim, 'd'),
  ]
  const found = alarmBudget(counts({ interruptions }), office)
  expect(found.interruptionsPerClinicianDay).toEqual({ is: 3, budget: 2, over: true })
  expect(found.nightPagesPerHundredClientWeeks).toEqual({ is: 5, budget: 1, over: true })
})
