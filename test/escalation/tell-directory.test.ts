import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { ClinicianId } from '../../src/core/ids.ts'
import { createTellDirectory } from '../../src/escalation/tell-directory.ts'
import { claimed, sent, texts, type AClinic } from '../store/a-clinic.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { aClinicianLink, aLog, aNode, saveSettings } from '../turn/a-node.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** In Sydney: 08:29 on 1 June 2027, when the rows that were verified are past their date. */
const BEFORE_HOURS = new Date('2027-05-31T22:29:00Z')

async function aLead(opened: TestStore, at: AClinic) {
  const id = randomUUID() as ClinicianId
  await opened.people.addClinician({ clinic: at.clinic, id, name: 'Lee Lead', role: 'lead', by: 'operator' })
  return aClinicianLink(opened, at, id)
}

/** Two nodes of one clinic, with one clock that is moved by hand. */
async function twoNodes(opened: TestStore) {
  const { at } = await aNode(opened)
  let now = BEFORE_HOURS
  const log = aLog()
  const node = () => {
    const tell = createTellDirectory({
      duty: opened.duty,
      settingsOf: async (clinic) => (await opened.people.clinics()).find(({ id }) => id === clinic)?.settings,
      world: { now: () => now, newId: () => randomUUID() },
      log,
    })
    return () => tell(at.clinic)
  }
  return { at, log, one: node(), two: node(), pass: (ms: number) => void (now = new Date(now.getTime() + ms)) }
}

/** Who is told what now; marked as sent. */
async function told(opened: TestStore, at: AClinic) {
  const rows = (await claimed(opened, at)).filter(({ lane }) => lane === 'notice')
  await sent(opened, at, rows)
  return rows.map((row, n) => ({ to: row.address.reveal(), text: texts(rows)[n] ?? '' }))
}

eachDatabase('the daily notice about crisis numbers', (open) => {
  test('goes to the leads once a local day, from the hour on at which the clinic is told, whatever node looks', async () => {
    const opened = await open()
    const { at, one, two, pass } = await twoNodes(opened)
    await aClinicianLink(opened, at, at.therapist)
    const lead = await aLead(opened, at)
    expect([await one(), await two()]).toEqual([0, 0])
    pass(5 * MINUTE)
    expect([await one(), await two()]).toEqual([1, 0])
    expect((await told(opened, at)).map(({ to }) => to)).toEqual([lead.address])
    for (let hour = 0; hour < 20; hour += 1) {
      pass(60 * MINUTE)
      expect([await two(), await one()]).toEqual([0, 0])
    }
    pass(DAY - 20 * 60 * MINUTE)
    expect([await two(), await one()]).toEqual([1, 0])
  })

  test('names countries of clients and their numbers, and nobody', async () => {
    const opened = await open()
    const { at, one, pass } = await twoNodes(opened)
    await aLead(opened, at)
    pass(5 * MINUTE)
    await one()
    const [notice] = await told(opened, at)
    expect(notice?.text).toMatch(/Past their date: AU 000, 13 11 14, /)
    expect(notice?.text).toMatch(/Never verified: AU 1300 659 467, 13 92 76\./)
    expect(notice?.text).not.toMatch(/\b(NO|NL|Sam|Vimes)\b/)
    const [client] = await opened.people.clients(at.clinic)
    expect(notice?.text).not.toContain(client?.pseudonym)
  })

  test('does not come when everything was confirmed', async () => {
    const opened = await open()
    const { at, one, pass } = await twoNodes(opened)
    await aLead(opened, at)
    const numbers = ['000', '13 11 14', '1300 22 4636', '1300 659 467', '13 92 76', '1300 789 978', '0477 13 11 14']
    const youth = ['1800 55 1800', '1800 650 890']
    const confirmedNumbers = [...numbers, ...youth].map((number) => ({
      country: 'AU',
      number,
      on: '2027-05-31',
      by: 'Lee Lead',
    }))
    await saveSettings(opened, at, { confirmedNumbers })
    pass(5 * MINUTE)
    expect(await one()).toBe(0)
    expect(await told(opened, at)).toEqual([])
  })

  test('goes to the chain where no lead can be reached, and is tried again where nobody can', async () => {
    const opened = await open()
    const { at, log, one, pass } = await twoNodes(opened)
    pass(5 * MINUTE)
    expect(await one()).toBe(0)
    expect(log.lines).toContainEqual(expect.objectContaining({ event: 'escalation.directory-untold' }))
    const robin = await aClinicianLink(opened, at, at.therapist)
    pass(5 * MINUTE)
    expect(await one()).toBe(1)
    expect((await told(opened, at)).map(({ to }) => to)).toEqual([robin.address])
  })

  test('that cannot be written leaves no mark, and holds up nothing else', async () => {
    const opened = await open()
    const { at, log, one, pass } = await twoNodes(opened)
    await aLead(opened, at)
    pass(5 * MINUTE)
    await opened.asSuperuser((session) => session.run('alter table holdfast.outbox rename to outbox_gone'))
    expect(await one()).toBe(0)
    expect(log.lines).toContainEqual(expect.objectContaining({ event: 'escalation.directory-failed' }))
    await opened.asSuperuser((session) => session.run('alter table holdfast.outbox_gone rename to outbox'))
    pass(5 * MINUTE)
    expect(await one()).toBe(1)
  })
})
