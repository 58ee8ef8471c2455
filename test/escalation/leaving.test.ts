import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { withoutClinician } from '../../src/care/leaving.ts'
import type { ClinicianId, ClinicId, EscalationId } from '../../src/core/ids.ts'
import { createEscalate } from '../../src/escalation/notify.ts'
import { aFlag, aMessage, claimed, settingsFor } from '../store/a-clinic.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { aClinician, aClinicianLink, aLog, aNode, saveSettings, settingsOf } from '../turn/a-node.ts'
import { tableOver } from '../cli/table.ts'

const [GONE, NEXT, OTHER] = ['a', 'b', 'c'] as unknown as [ClinicianId, ClinicianId, ClinicianId]
const SPAN = { from: '2026-03-02T00:00:00Z', to: '2026-03-09T00:00:00Z', why: 'leave' } as const

describe('the settings of a clinic that somebody leaves', () => {
  const rung = (clinician: ClinicianId) => ({ clinician, minutes: 15 })
  const without = (change: object) => withoutClinician({ ...settingsFor(GONE), ...change }, GONE, NEXT)

  test('have whoever takes over in their place of the chain, once', () => {
    expect(without({ chain: [rung(OTHER), rung(GONE)] }).chain).toEqual([rung(OTHER), rung(NEXT)])
    expect(without({ chain: [rung(GONE), rung(NEXT)] }).chain).toEqual([rung(NEXT)])
  })

  test('have nobody on call who did not agree to it', () => {
    const onCall = { ...rung(GONE), agreedOn: '2026-03-01' }
    expect(without({ onCall }).onCall).toBeUndefined()
    expect(without({ onCall: { ...onCall, clinician: OTHER } }).onCall?.clinician).toBe(OTHER)
  })

  test('have no deputy who left, and none who stands in for themselves', () => {
    const absences = [
      { ...SPAN, clinician: GONE },
      { ...SPAN, clinician: OTHER, deputy: GONE },
      { ...SPAN, clinician: NEXT, deputy: GONE },
    ]
    expect(without({ absences }).absences).toEqual([
      { ...SPAN, clinician: OTHER, deputy: NEXT },
      { ...SPAN, clinician: NEXT },
    ])
  })
})

/** Robin, whose client is in danger, and Kim; each with a chat. */
async function inDanger(opened: TestStore) {
  const { at } = await aNode(opened)
  const { clinic } = at
  const kim = await aClinician(opened, clinic, 'Kim Lee')
  // Told only where all hands are.
  await aClinicianLink(opened, at, await aClinician(opened, clinic, 'Lee Moss'))
  const chats = { robin: await aClinicianLink(opened, at, at.therapist), kim: await aClinicianLink(opened, at, kim) }
  const chain = [{ clinician: at.therapist, minutes: 15 }]
  await saveSettings(opened, at, { chain })
  const escalate = createEscalate({
    duty: opened.duty,
    settingsOf: () => settingsOf(opened, clinic),
    world: { newId: randomUUID },
    log: aLog(),
  })
  const id = randomUUID() as EscalationId
  const escalation = { id, chain, covered: true, needed: 1, firstNoticeAt: new Date(0), deadlineAt: new Date() }
  await opened.store.receive(aMessage(at, { flag: aFlag(at, { escalation }) }))
  const told = async () => {
    await escalate(clinic)
    const rows = (await claimed(opened, at)).filter(({ lane }) => lane === 'notice')
    await opened.store.recordDelivery(
      clinic,
      rows.map((row) => ({ id: row.id, receipt: { kind: 'sent', id: 'x' } as const, retryAfterMs: 1_000 })),
    )
    return rows.map((row) => row.address.reveal())
  }
  const run = tableOver(opened, at)
  const remove = (change: object = {}) =>
    run('people.removeClinician', { clinician: at.therapist, to: kim, by: kim, ...change })
  return { at, kim, chats, told, run, remove, owner: () => ownerOf(opened, clinic) }
}

async function ownerOf(opened: TestStore, clinic: ClinicId): Promise<string> {
  const found = await opened.asSuperuser((session) =>
    session.query('select owner from holdfast.clients where clinic_id = $1', [clinic]),
  )
  return (found[0] as { owner: string }).owner
}

eachDatabase('a clinician who leaves', (open) => {
  test('hands clients and what is open to another, who is told at once; nothing reaches them any more', async () => {
    const opened = await open()
    const { at, kim, chats, told, run, remove, owner } = await inDanger(opened)
    expect(await told()).toEqual([chats.robin.address])
    const tokenHash = 'f'.repeat(64)
    await opened.access.openSession({ clinic: at.clinic, clinician: at.therapist, tokenHash })
    await opened.people.savePlan(at.clinic, at.client, (plan) => ({ ...plan, therapist: 'Robin Reed' }), 'operator')

    expect(await remove()).toMatchObject({ clients: 1 })
    expect(await owner()).toBe(kim)
    expect((await opened.people.plan(at.clinic, at.client))?.therapist).toBe('Kim Lee')
    expect(await told()).toEqual([chats.kim.address])
    expect(await opened.access.session(at.clinic, tokenHash, false)).toBe(null)
    expect(await run('people.clinicians')).toHaveLength(2)
    const settings = await settingsOf(opened, at.clinic)
    expect(settings?.chain.map(({ clinician }) => clinician)).toEqual([kim])
    await expect(remove()).rejects.toThrow('no such clinician')
  })

  test('is refused while a conversation is in their hands, for the only lead, and without another', async () => {
    const opened = await open()
    const { at, kim, remove, owner } = await inDanger(opened)
    await opened.people.takeConversation({ clinic: at.clinic, client: at.client, by: at.therapist })
    await expect(remove()).rejects.toThrow('conversation give-back')
    await opened.people.giveBackConversation({ clinic: at.clinic, client: at.client, by: at.therapist })
    await expect(remove({ to: at.therapist })).rejects.toThrow('somebody else')
    const lead = randomUUID() as ClinicianId
    await opened.people.addClinician({ clinic: at.clinic, id: lead, name: 'Lee Moss', role: 'lead', by: 'operator' })
    await expect(remove({ clinician: lead, to: kim })).rejects.toThrow('only lead')
    expect(await owner()).toBe(at.therapist)
  })

  test('is refused while an escalation is in their hands', async () => {
    const opened = await open()
    const { at, remove, owner } = await inDanger(opened)
    const [flag] = await opened.people.flags(at.clinic)
    if (!flag) throw new Error('a flag')
    await opened.people.takeFlag(at.clinic, flag.id, at.therapist)
    await expect(remove()).rejects.toThrow('pass it to duty')
    expect(await owner()).toBe(at.therapist)
  })
})
