import { expect, test } from 'vitest'
import type { ClinicianId } from '../../../src/core/ids.ts'
import { FACTS } from '../../../src/core/render.ts'
import { factsFor, factsForStranger } from '../../../src/care/facts.ts'
import { PLAN } from '../../store/a-clinic.ts'

const settings = {
  zone: 'Australia/Sydney',
  cover: [{ days: [1, 2, 3, 4, 5], from: '08:30', to: '17:30' }],
  chain: [{ clinician: 'robin' as ClinicianId, minutes: 15 }],
}
const TUESDAY_NOON = new Date('2026-11-24T01:00:00Z')
const SATURDAY = new Date('2026-11-28T01:00:00Z')
const owner = 'robin' as ClinicianId
const at = (now: Date, change: object = {}) => factsFor({ plan: PLAN, settings, owner, now, ...change })

test('in covered hours a person reads within minutes, afterwards from the next covered one', () => {
  expect(at(TUESDAY_NOON)['reads-at']).toBe('within 15 minutes')
  expect(at(SATURDAY)['reads-at']).toBe('from Monday 08:30')
})

test('the next covered minute is told on the clock of the client, and with its date when it is far away', () => {
  expect(at(SATURDAY, { plan: { ...PLAN, zone: 'Europe/Madrid' } })['reads-at']).toBe('from Sunday 22:30')
  const rare = { ...settings, cover: [{ days: [6], from: '09:00', to: '10:00' }] }
  expect(at(SATURDAY, { settings: rare })['reads-at']).toBe('from Saturday 5 December 09:00')
})

test('no time is promised without declared hours, and none without anybody to tell', () => {
  expect(at(TUESDAY_NOON, { settings: { ...settings, cover: [] } })['reads-at']).toBe('when the clinic next opens')
  const nobody = at(TUESDAY_NOON, { settings: { ...settings, chain: [] } })
  expect(nobody).toMatchObject({ told: 'the clinic', 'reads-at': 'when the clinic next opens' })
})

test('who is told is the therapist only if they are in the chain', () => {
  expect(at(TUESDAY_NOON).told).toBe('Dr Reed')
  expect(at(TUESDAY_NOON, { owner: 'kim' }).told).toBe('the clinic')
})

test('who read it, and when, is stated once it is true', () => {
  expect(at(TUESDAY_NOON)).toMatchObject({ reader: '', 'read-at': '' })
  const read = { reader: 'Robin Reed', at: new Date('2026-11-24T00:05:00Z') }
  expect(at(TUESDAY_NOON, { acknowledged: read })).toMatchObject({ reader: 'Robin Reed', 'read-at': '11:05' })
  expect(at(SATURDAY, { acknowledged: read })['read-at']).toBe('Tuesday 11:05')
})

test('numbers are never blank, for strangers neither', () => {
  const stranger = factsForStranger()
  for (const name of FACTS.slice(0, 9)) expect(stranger[name]).not.toBe('')
  expect(at(TUESDAY_NOON).emergency).toBe('000')
})
