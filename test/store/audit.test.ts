import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { ClientId, ClinicId, FlagId } from '../../src/core/ids.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { aClinic, SCRIPT, settingsFor } from './a-clinic.ts'

const lines = (opened: TestStore, clinic: ClinicId) =>
  opened.asSuperuser((session) =>
    session.query<{ n: number; actor: string; verb: string }>(
      'select n::int as n, actor, verb from holdfast.audit where clinic_id = $1 order by n',
      [clinic],
    ),
  )

/** Changes the record as nobody should be able to: past its trigger. */
const tamper = (opened: TestStore, statement: string, clinic: ClinicId) =>
  opened.asSuperuser(async (session) => {
    await session.run('alter table holdfast.audit disable trigger user')
    await session.query(statement, [clinic])
    await session.run('alter table holdfast.audit enable trigger user')
  })

eachDatabase('audit', (open) => {
  test('every verb leaves a line, in order and without gaps, also when many come at once', async () => {
    const opened = await open()
    const { clinic, therapist } = await aClinic(opened)
    await Promise.all(
      Array.from({ length: 8 }, () => opened.people.saveSettings(clinic, settingsFor(therapist), 'Lee')),
    )
    const record = await lines(opened, clinic)
    expect(record.map((line) => line.n)).toEqual(record.map((_line, place) => place + 1))
    expect(record[0]).toMatchObject({ actor: 'operator', verb: 'added the clinic' })
    expect(record.filter((line) => line.actor === 'Lee' && line.verb === 'changed the settings')).toHaveLength(8)
    expect((await opened.people.health(clinic)).auditIntact).toBe(true)
  })

  test('a verb that fails leaves no line', async () => {
    const opened = await open()
    const { clinic, therapist } = await aClinic(opened)
    const before = await lines(opened, clinic)
    await expect(
      opened.people.addClinician({ clinic, id: therapist, name: 'Twice', role: 'lead', by: 'Lee' }),
    ).rejects.toMatchObject({ code: 'store.refused' })
    expect(await lines(opened, clinic)).toEqual(before)
  })

  test('what was refused, or was so already, leaves no line; what was done leaves one', async () => {
    const opened = await open()
    const { clinic, client, therapist } = await aClinic(opened)
    const whose = { clinic, client, by: therapist }
    const nobody = { clinic, by: therapist, client: randomUUID() as ClientId }
    const reason = 'a rest'
    const flag = randomUUID() as FlagId
    const before = await lines(opened, clinic)
    const refused = [
      await opened.people.lowerLatch({ ...whose, reason }),
      await opened.people.endPause(whose),
      await opened.people.readmit(clinic, client, therapist),
      await opened.people.withdraw(clinic, SCRIPT, therapist),
      await opened.people.takeFlag(clinic, flag, therapist),
      await opened.people.closeFlag(clinic, flag, { kind: 'called', words: null }, therapist),
      await opened.people.giveBackConversation(whose),
      await opened.people.takeConversation(nobody),
    ]
    expect(refused).toEqual([
      'not-raised',
      'not-paused',
      'not-discharged',
      'not-signed',
      'unknown',
      'unknown',
      'already',
      'unknown',
    ])
    expect(await lines(opened, clinic)).toEqual(before)
    await opened.people.raiseLatch({ ...whose, reason })
    await opened.people.raiseLatch({ ...whose, reason })
    await opened.people.lowerLatch({ ...whose, reason })
    await opened.people.takeConversation(whose)
    await opened.people.giveBackConversation(whose)
    expect((await lines(opened, clinic)).slice(before.length).map(({ verb }) => verb)).toEqual([
      'raised a latch',
      'lowered a latch',
      'took a conversation',
      'gave a conversation back',
    ])
  })

  test('nobody changes a line, not even its owner', async () => {
    const opened = await open()
    const { clinic } = await aClinic(opened)
    for (const statement of [
      'update holdfast.audit set verb = $2 where clinic_id = $1',
      'delete from holdfast.audit where clinic_id = $1 and $2 <> $3',
    ]) {
      const values = statement.includes('$3') ? [clinic, 'a', 'b'] : [clinic, 'nothing']
      await expect(opened.asSuperuser((session) => session.query(statement, values))).rejects.toThrow(/append-only/)
    }
    expect((await opened.people.health(clinic)).auditIntact).toBe(true)
  })

  test.each([
    ['a changed line', `update holdfast.audit set actor = 'nobody' where clinic_id = $1 and n = 2`],
    ['a missing line', 'delete from holdfast.audit where clinic_id = $1 and n = 2'],
    [
      'a missing end',
      'delete from holdfast.audit a where clinic_id = $1 and n = (select max(n) from holdfast.audit b where b.clinic_id = a.clinic_id)',
    ],
  ])('%s shows', async (_what, statement) => {
    const opened = await open()
    const { clinic } = await aClinic(opened)
    await tamper(opened, statement, clinic)
    expect((await opened.people.health(clinic)).auditIntact).toBe(false)
  })

  test('the store says of itself what it is and what waits', async () => {
    const opened = await open()
    const { clinic } = await aClinic(opened)
    expect(await opened.people.health(clinic)).toMatchObject({
      kind: opened.kind,
      waitingCauses: 0,
      waitingRows: 0,
      openEscalations: 0,
    })
    expect(await opened.people.health(randomUUID() as ClinicId).catch((error: unknown) => error)).toMatchObject({
      code: 'store.refused',
    })
  })
})
