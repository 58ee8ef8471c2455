import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { ClinicianId, ClinicId, EscalationId, LinkId, RowId } from '../../src/core/ids.ts'
import { LIMITS } from '../../src/core/limits.ts'
import { Private } from '../../src/core/private.ts'
import type { EscalationStep } from '../../src/ports/duty.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { aClinic, aFlag, type AClinic, aMessage, claimed, load, texts } from './a-clinic.ts'

async function aClinicianLink(opened: TestStore, clinic: ClinicId, clinician: ClinicianId) {
  const address = new Private(`chat-${randomUUID()}`)
  const codeHash = randomUUID()
  await opened.people.addPairingCode({
    clinic,
    codeHash,
    for: { kind: 'clinician', id: clinician },
    expiresAfterMs: 60_000,
  })
  const link = randomUUID() as LinkId
  const answer = await opened.people.openPairing({
    clinic,
    codeHash,
    link,
    channel: 'slack',
    address,
    display: undefined,
  })
  expect(answer).toEqual({ for: 'clinician', link })
  return { link, address }
}

async function anEscalation(opened: TestStore, at: AClinic) {
  await opened.store.receive(aMessage(at, { flag: aFlag(at) }))
  const [due] = await opened.duty.dueEscalations(at.clinic)
  if (!due) throw new Error('nothing is due')
  return due
}

const CALLED = { kind: 'called', words: 'safe at home' } as const

const aStep = (
  at: AClinic,
  escalation: EscalationId,
  link: LinkId,
  change: Partial<EscalationStep> = {},
): EscalationStep => ({
  clinic: at.clinic,
  escalation,
  fromRung: 0,
  fromRounds: 0,
  toRung: 1,
  toRounds: 0,
  nextAfterMs: 15 * 60_000,
  notices: [
    {
      id: randomUUID() as RowId,
      link,
      notice: { kind: 'notice', text: 'RED KQ7M', buttons: [{ token: 'ack', label: 'I take it' }] },
    },
  ],
  ...change,
})

eachDatabase('escalation', (open) => {
  test('a step writes its notices and the next time in one commit, and only the first of two nodes makes it', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const { link } = await aClinicianLink(opened, at.clinic, at.therapist)
    expect(await opened.duty.clinicianLinks(at.clinic, at.therapist)).toEqual([{ link, channel: 'slack' }])
    const due = await anEscalation(opened, at)
    expect(due).toMatchObject({ level: 'red', rung: 0, rounds: 0, chain: [{ clinician: at.therapist, minutes: 15 }] })
    const step = aStep(at, due.id, link)
    const both = await Promise.all([opened.duty.advance(step), opened.duty.advance(aStep(at, due.id, link))])
    expect(both.sort()).toEqual(['advanced', 'moved-on'])
    const [row] = await claimed(opened, at)
    expect(row).toMatchObject({ lane: 'notice', channel: 'slack' })
    expect(row && texts([row])).toEqual(['RED KQ7M'])
    expect(await opened.duty.dueEscalations(at.clinic)).toEqual([])
    await opened.advanceTestClock(15 * 60_000)
    expect(await opened.duty.dueEscalations(at.clinic)).toMatchObject([{ rung: 1 }])
  })

  test('a notice that got no answer is sent again, for ever', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const { link } = await aClinicianLink(opened, at.clinic, at.therapist)
    await opened.duty.advance(aStep(at, (await anEscalation(opened, at)).id, link))
    for (let attempt = 0; attempt < 4; attempt += 1) {
      expect((await claimed(opened, at)).map((row) => row.attempts)).toEqual([attempt])
      await opened.advanceTestClock(LIMITS.claimLeaseMs)
    }
  })

  test("a notice for a link that is no clinician's stops the whole step", async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const due = await anEscalation(opened, at)
    await expect(opened.duty.advance(aStep(at, due.id, at.link))).rejects.toMatchObject({ code: 'store.refused' })
    expect(await opened.duty.dueEscalations(at.clinic)).toHaveLength(1)
  })

  test('the first acknowledgement wins; the client is told by whom, once it is true', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const { address } = await aClinicianLink(opened, at.clinic, at.therapist)
    const due = await anEscalation(opened, at)
    const by = await opened.duty.clinicianOf(at.clinic, 'slack', address)
    expect(by).toBe(at.therapist)
    expect(await opened.duty.acknowledge(at.clinic, due.id, at.therapist)).toEqual({ kind: 'acknowledged', missing: 0 })
    expect(await opened.duty.acknowledge(at.clinic, due.id, randomUUID() as ClinicianId)).toEqual({
      kind: 'already',
      by: 'Robin Reed',
      closed: false,
    })
    expect(await opened.duty.acknowledge(at.clinic, randomUUID() as EscalationId, at.therapist)).toEqual({
      kind: 'unknown',
    })
    expect(await opened.duty.dueEscalations(at.clinic)).toEqual([])
    const input = await load(opened, at)
    expect(input.acknowledged?.reader).toBe('Robin Reed')
    expect(await opened.store.waiting(at.clinic, 5)).toEqual([at.client])
    expect((await opened.people.flags(at.clinic))[0]).toMatchObject({ state: 'taken', takenBy: at.therapist })
    expect(await opened.duty.clinicianName(at.clinic, at.therapist)).toBe('Robin Reed')
    expect(await opened.duty.clinicianOf(at.clinic, 'telegram', at.address)).toBeNull()
  })

  test('a graver signal takes a taken escalation up again, from its first rung', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const due = await anEscalation(opened, at)
    await opened.duty.acknowledge(at.clinic, due.id, at.therapist)
    await opened.store.receive(aMessage(at, { flag: aFlag(at, { level: 'black' }) }))
    expect(await opened.duty.dueEscalations(at.clinic)).toMatchObject([{ id: due.id, level: 'black', rung: 0 }])
    expect((await opened.people.flags(at.clinic))[0]).toMatchObject({ level: 'black', state: 'open', takenBy: null })
  })

  test('a red flag is closed only once somebody took it; closing it ends the obligation, not the latch', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await anEscalation(opened, at)
    const [flag] = await opened.people.flags(at.clinic)
    const id = flag!.id
    expect(await opened.people.closeFlag(at.clinic, id, CALLED, 'Dr Reed')).toBe('unacknowledged')
    expect(await opened.people.takeFlag(at.clinic, id, at.therapist)).toBe('taken')
    expect(await opened.people.takeFlag(at.clinic, id, 'somebody else')).toBe('already')
    expect(await opened.people.closeFlag(at.clinic, id, CALLED, 'Dr Reed')).toBe('closed')
    expect(await opened.people.closeFlag(at.clinic, id, CALLED, 'Dr Reed')).toBe('unknown')
    expect(await load(opened, at)).toMatchObject({ hasOpenEscalation: false, latched: true })
    expect(
      await opened.people.lowerLatch({ clinic: at.clinic, client: at.client, by: 'Dr Reed', reason: 'we spoke' }),
    ).toBe('lowered')
    expect(
      await opened.people.lowerLatch({ clinic: at.clinic, client: at.client, by: 'Dr Reed', reason: 'we spoke' }),
    ).toBe('not-raised')
    expect(await load(opened, at)).toMatchObject({ latched: false })
    await opened.store.receive(aMessage(at, { flag: aFlag(at) }))
    expect(await load(opened, at)).toMatchObject({ latched: true, hasOpenEscalation: true })
  })
})
