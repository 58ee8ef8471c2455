import { expect, test } from 'vitest'
import type { FlowId, Lang } from '../../src/core/ids.ts'
import type { Plan } from '../../src/core/plan.ts'
import { mayStart } from '../../src/rails/permission/may-start.ts'
import { READINESS, readinessStanding } from '../../src/rails/permission/readiness.ts'
import { aloneWith, READY } from '../support/ready.ts'

const NOW = new Date('2026-03-02T09:00:00Z')
const GREEN = { flow: 'container' as FlowId, class: 'green' } as const
const AMBER = { flow: 'comforting' as FlowId, class: 'amber' } as const

const PLAN: Plan = {
  country: 'AU',
  zone: 'Australia/Sydney',
  lang: 'en' as Lang,
  minor: false,
  therapist: 'Dr Reed',
  flows: [GREEN.flow, AMBER.flow],
  tighter: {},
  readiness: READY,
  alone: aloneWith(GREEN.flow, AMBER.flow),
}
const together = (flow: FlowId, until: string): Partial<Plan> => ({
  alone: [],
  together: { flow, by: 'Robin Reed', until },
})
const without = (id: string, answer: 'no' | 'not-yet') => ({
  readiness: { ...READY, answers: { ...READY.answers, [id]: answer } },
})

test.each<
  [says: string, practice: typeof GREEN | typeof AMBER, change: Partial<Plan>, practised: string[], expected: string]
>([
  ['everything is signed', AMBER, {}, [], 'yes'],
  ['everything is signed', GREEN, {}, [], 'yes'],
  ['the plan does not name it', GREEN, { flows: [] }, [], 'not-in-plan'],
  ['the review is overdue', AMBER, { reviewOn: '2026-03-01' }, [], 'review-overdue'],
  ['the review is overdue', GREEN, { reviewOn: '2026-03-01' }, [], 'yes'],
  ['nothing is signed', AMBER, { readiness: undefined }, [], 'not-ready'],
  ['nothing is signed', GREEN, { readiness: undefined }, [], 'yes'],
  ['readiness ended yesterday', AMBER, { readiness: { ...READY, until: '2026-03-01' } }, [], 'not-ready'],
  ['readiness ends today', AMBER, { readiness: { ...READY, until: '2026-03-02' } }, [], 'yes'],
  ['an item is no', AMBER, without('place', 'no'), [], 'not-ready'],
  ['an item is not yet', AMBER, without('stable', 'not-yet'), [], 'not-ready'],
  ['an item came after the signature', AMBER, { readiness: { ...READY, answers: {} } }, [], 'not-ready'],
  ['something speaks against it', AMBER, { readiness: { ...READY, against: ['numb'] } }, [], 'against'],
  ['something speaks against it', GREEN, { readiness: { ...READY, against: ['numb'] } }, [], 'yes'],
  ['complex trauma', AMBER, { readiness: { ...READY, complexTrauma: true } }, [], 'container-first'],
  [
    'complex trauma, and setting aside was practised',
    AMBER,
    { readiness: { ...READY, complexTrauma: true } },
    ['container'],
    'yes',
  ],
  ['it was never done, and nobody signed', GREEN, { alone: [] }, [], 'not-together'],
  ['it was never done, and nobody signed', GREEN, { alone: undefined }, [], 'not-together'],
  ['another was done', GREEN, { alone: [] }, ['comforting'], 'not-together'],
  ['it was done before', GREEN, { alone: [] }, ['container'], 'yes'],
  ['the therapist is there', GREEN, together(GREEN.flow, '2026-03-02T10:00:00Z'), [], 'yes'],
  ['the therapist was there', GREEN, together(GREEN.flow, '2026-03-02T09:00:00Z'), [], 'not-together'],
  ['the therapist is there for another', GREEN, together(AMBER.flow, '2026-03-02T10:00:00Z'), [], 'not-together'],
  [
    'the therapist is there, and nothing is signed',
    AMBER,
    { ...together(AMBER.flow, '2026-03-02T10:00:00Z'), readiness: undefined },
    [],
    'not-ready',
  ],
])('%s: %o with %o and %o is %s', (...[, practice, change, practised, expected]) => {
  expect(mayStart({ ...PLAN, ...change }, practice, { now: NOW, practised: practised as FlowId[] })).toBe(expected)
})

test('readiness ends at the client’s midnight, not at ours', () => {
  const plan = { readiness: { ...READY, until: '2026-03-02' }, zone: 'Australia/Sydney' }
  expect(readinessStanding(plan, new Date('2026-03-02T12:59:00Z'))).toBe('ready')
  expect(readinessStanding(plan, new Date('2026-03-02T13:00:00Z'))).toBe('expired')
})

test('every item and everything against it can be named once, and nobody has signed the list off', () => {
  const ids = [...READINESS.items, ...READINESS.against].map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(READINESS.signedOffBy).toBe(null)
})
