import { expect, test } from 'vitest'
import { aFlag, aMessage, type AClinic } from '../store/a-clinic.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { saveSettings } from '../turn/a-node.ts'
import { atTheRound } from './at-the-round.ts'

/* What must be seen the same day is: by a round of that day, or told once by itself, and by nobody at night (care C24). */

const MINUTE = 60_000

async function answersTheRiskItem(opened: TestStore, at: AClinic): Promise<void> {
  const flag = aFlag(at, { level: 'amber', rule: 'risk-item', detail: [], escalation: null })
  await opened.store.receive(aMessage(at, { flag }))
}

eachDatabase('a risk item that is new or higher', (open) => {
  test('in the morning is told by the evening round, and not by itself', async () => {
    const opened = await open()
    const { at, world, chats, look, told } = await atTheRound(opened, '09:00')
    await look()
    await told()
    await answersTheRiskItem(opened, at)
    await world.advance(2 * MINUTE)
    expect(await look()).toBe(0)
    await world.advance((7 * 60 + 28) * MINUTE)
    await look()
    const round = (await told()).find(({ to, text }) => to === chats.robin.address && text.startsWith('Evening round'))
    expect(round?.text).toMatch(/1 amber.*\nNearest deadline \w{3} 18:00/)
  })

  test('after the last round is told once, to whoever is on duty, by pseudonym and time', async () => {
    const opened = await open()
    const { at, world, chats, look, told } = await atTheRound(opened, '16:31')
    await look()
    await told()
    await answersTheRiskItem(opened, at)
    await world.advance(2 * MINUTE)
    expect(await look()).toBe(1)
    const rows = await told()
    const [client] = await opened.people.clients(at.clinic)
    expect(rows.map(({ to }) => to)).toEqual([chats.robin.address])
    expect(rows[0]?.text).toMatch(new RegExp(`^AMBER ${client?.pseudonym}: contact today, by \\w{3} 18:00 \\(UTC\\)`))
    await answersTheRiskItem(opened, at)
    await world.advance(2 * MINUTE)
    expect(await look()).toBe(0)
    const counts = await opened.duty.alarmCounts(at.clinic, 28)
    expect(counts.interruptions.map(({ clinician }) => clinician)).toEqual([at.therapist])
  })

  test('goes to the leads where nobody on duty has a channel, and waits for somebody who has one', async () => {
    const opened = await open()
    const { at, world, chats, look, told } = await atTheRound(opened, '16:31')
    await look()
    await told()
    const end = new Date(world.now().getTime() + 6 * 60 * MINUTE).toISOString()
    const away = { clinician: at.therapist, from: world.now().toISOString(), to: end, why: 'leave' as const }
    await saveSettings(opened, at, { absences: [away] })
    await answersTheRiskItem(opened, at)
    await world.advance(2 * MINUTE)
    expect(await look()).toBe(1)
    expect((await told()).map(({ to }) => to)).toEqual([chats.lou.address])
  })

  test('at night and on a day without hours tells nobody; the next round has it', async () => {
    const opened = await open()
    const { at, world, look, told } = await atTheRound(opened, '23:50')
    await answersTheRiskItem(opened, at)
    await world.advance(2 * MINUTE)
    expect([await look(), await told()]).toEqual([0, []])
    await world.advance((8 * 60 + 40) * MINUTE)
    await look()
    const morning = (await told()).filter(({ text }) => text.startsWith('Morning round'))
    expect(morning[0]?.text).toMatch(/1 amber.*\nNearest deadline \w{3} 18:00/)
    expect((await told()).filter(({ text }) => text.includes('contact today'))).toEqual([])
  })

  test('on a Saturday of a clinic that works from Monday waits for Monday’s round', async () => {
    const opened = await open()
    const { at, world, look, told } = await atTheRound(opened, '11:00', 6)
    await saveSettings(opened, at, { zone: 'UTC', cover: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }] })
    await answersTheRiskItem(opened, at)
    for (const hours of [1, 8, 20]) {
      await world.advance(hours * 60 * MINUTE)
      expect([await look(), await told()]).toEqual([0, []])
    }
    await world.advance((2 * 24 - 29 - 2.5) * 60 * MINUTE)
    await look()
    expect((await told())[0]?.text).toMatch(/^Morning round.*1 amber.*\nNearest deadline Mon 18:00/)
  })
})
