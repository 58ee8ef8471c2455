import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { RowId } from '../../src/core/ids.ts'
import { aClient, aFlag, aMessage, type AClinic } from '../store/a-clinic.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { aClinician, aClinicianLink, saveSettings } from '../turn/a-node.ts'
import { atTheRound, CONSOLE } from './at-the-round.ts'

/* What a round says beside its counts: pseudonyms, links and times, and never a word of a client. */

const HOUR = 60 * 60_000

const hasSessions = (opened: TestStore, { clinic, client }: AClinic, sessions: readonly string[]) =>
  opened.people.savePlan(clinic, client, (plan) => ({ ...plan, sessions: [...sessions] }), 'operator')

/** A reminder that was sent two hours ago, for an hour. */
const wasReminded = (opened: TestStore, { clinic, client }: AClinic, answered: boolean) =>
  opened.asSuperuser((session) =>
    session.query(
      `insert into holdfast.prompts (clinic_id, prompt_id, client_id, assignment, flow, nudge, intended_at, until_at,
         decided_at, message_id, answered_at, answer)
       select $1, gen_random_uuid(), $2, 'a1', 'check-in', false, n - interval '2 hours', n - interval '1 hour', n,
         gen_random_uuid(), case when $3 then n end, case when $3 then 'begin' end
       from (select holdfast.holdfast_now() as n) t`,
      [clinic, client, answered],
    ),
  )

eachDatabase('what a clinic round says', (open) => {
  test('to each person their own sessions of today, by pseudonym with the summary', async () => {
    const opened = await open()
    const { at, world, chats, look, told } = await atTheRound(opened)
    const kim = await aClinician(opened, at.clinic, 'Kim Lee')
    const chat = await aClinicianLink(opened, at, kim)
    const other = { ...at, ...(await aClient(opened, at.clinic, kim)) }
    await saveSettings(opened, at, { chain: [at.therapist, kim].map((clinician) => ({ clinician, minutes: 15 })) })
    const day = world.now().toISOString().slice(0, 10)
    await hasSessions(opened, at, [`${day}T14:00:00Z`, `${day}T09:30:00Z`, '2020-01-01T09:00:00Z'])
    await hasSessions(opened, other, [`${day}T10:00:00Z`])
    await look()
    const rows = await told()
    const names = new Map((await opened.people.clients(at.clinic)).map(({ id, pseudonym }) => [id, pseudonym]))
    const [mine, theirs] = [chats.robin.address, chat.address].map(
      (to) => rows.find((row) => row.to === to)?.text ?? '',
    )
    const line = (clock: string, { client }: AClinic) =>
      `${clock} ${names.get(client)} ${CONSOLE}/clients/${client}/summary`
    expect(mine).toContain(`Your sessions today:\n${line('09:30', at)}\n${line('14:00', at)}\n`)
    expect(theirs).toContain(`Your sessions today:\n${line('10:00', other)}\n`)
    expect(mine).not.toContain(names.get(other.client))
    expect(theirs).not.toContain(names.get(at.client))
    expect(mine).toMatch(/Hours until 18:00: .*, then Kim Lee\. After that: nobody is told until \w{3} 08:00\./)
  })

  test('how many were reminded, and how many of them wrote nothing', async () => {
    const opened = await open()
    const { at, look, told } = await atTheRound(opened)
    const others = [await aClient(opened, at.clinic, at.therapist), await aClient(opened, at.clinic, at.therapist)]
    await wasReminded(opened, at, false)
    await wasReminded(opened, { ...at, ...others[0] }, true)
    await look()
    expect((await told())[0]?.text).toContain('Reminded since the last round: 2. Silent: 1.')
  })

  test('an amber over its deadline to the lead and whoever agreed to stand in, once and in the round', async () => {
    const opened = await open()
    const { at, world, chats, look, told } = await atTheRound(opened)
    const kim = await aClinician(opened, at.clinic, 'Kim Lee')
    const chat = await aClinicianLink(opened, at, kim)
    await saveSettings(opened, at, { onCall: { clinician: kim, minutes: 20, agreedOn: '2026-01-01' } })
    await opened.store.receive(aMessage(at, { flag: aFlag(at, { level: 'amber', rule: 'blocked', escalation: null }) }))
    await look()
    const first = await told()
    expect(first.map(({ to }) => to)).toEqual([chats.robin.address])
    expect(first[0]?.text).toMatch(/Nearest deadline \w{3} 18:00 \(UTC\)\./)
    await world.advance(2 * 24 * HOUR)
    await look()
    const rows = await told()
    const overdue = rows.filter(({ text }) => text.startsWith('Overdue.'))
    expect(overdue.map(({ to }) => to).toSorted()).toEqual([chats.lou.address, chat.address].toSorted())
    expect(overdue[0]?.text).toContain(`AMBER ${(await opened.people.flags(at.clinic))[0]?.pseudonym}, due `)
    expect(rows.find(({ to }) => to === chats.robin.address)?.text).toContain('Ambers over their deadline: 1.')
    await world.advance(5 * 60_000)
    await look()
    expect((await told()).filter(({ text }) => text.startsWith('Overdue.'))).toEqual([])
  })

  test('to the leads once, in the evening: cover, what nobody has, rules over budget, the drill', async () => {
    const opened = await open()
    const { at, world, chats, look, told } = await atTheRound(opened, '16:30')
    const kim = await aClinician(opened, at.clinic, 'Kim Lee')
    await saveSettings(opened, at, { onCall: { clinician: kim, minutes: 20, agreedOn: '2026-01-01' } })
    await opened.store.receive(aMessage(at, { flag: aFlag(at) }))
    for (const rule of ['blocked', 'blocked'] as const)
      await opened.duty.raiseFlag(at.clinic, at.client, {
        ...aFlag(at, { level: 'amber', rule, escalation: null }),
        id: randomUUID() as RowId,
      })
    await look()
    const rows = (await told()).filter(({ to }) => to === chats.lou.address)
    expect(rows).toHaveLength(1)
    expect(rows[0]?.text).toContain('After that: Kim Lee on call until')
    expect(rows[0]?.text).toContain('Not acknowledged: 1. Ambers over their deadline: 0.')
    expect(rows[0]?.text).toContain('No drill was held yet.')
    expect(rows[0]?.text).not.toContain((await opened.people.flags(at.clinic))[0]?.pseudonym)
    await world.advance(2 * 60_000)
    await look()
    expect((await told()).filter(({ to }) => to === chats.lou.address)).toEqual([])
  })
})
