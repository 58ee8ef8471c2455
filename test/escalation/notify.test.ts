import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { createAcknowledge } from '../../src/escalation/acknowledge.ts'
import { createEscalate, type EscalateDeps } from '../../src/escalation/notify.ts'
import { LEVELS } from '../../src/care/levels.ts'
import { Private } from '../../src/core/private.ts'
import { claimed, load, sent, texts, type AClinic } from '../store/a-clinic.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { aClinician, aClinicianLink, aLog, aNode, saveSettings, settingsOf } from '../turn/a-node.ts'

const MINUTE = 60_000

/** A clinic with two in its chain, whose client says SOS. */
async function aChainOfTwo(opened: TestStore, change: Partial<EscalateDeps> = {}) {
  const node = await aNode(opened)
  const { at } = node
  const kim = await aClinician(opened, at.clinic, 'Kim Lee')
  await saveSettings(opened, at, {
    chain: [
      { clinician: at.therapist, minutes: 15 },
      { clinician: kim, minutes: 30 },
    ],
  })
  const log = aLog()
  const escalate = createEscalate({
    duty: opened.duty,
    settingsOf: (clinic) => settingsOf(opened, clinic),
    world: { newId: randomUUID },
    log,
    ...change,
  })
  return { ...node, kim, log, escalate: () => escalate(at.clinic) }
}

/** The addresses that a round of notices goes to, marked as sent. */
async function told(opened: TestStore, at: AClinic): Promise<string[]> {
  const rows = (await claimed(opened, at)).filter(({ lane }) => lane === 'notice')
  await sent(opened, at, rows)
  return rows.map(({ address }) => address.reveal()).sort()
}

eachDatabase('notify', (open) => {
  test('the chain is told in turn, then all hands every 15 minutes, until somebody has it', async () => {
    const opened = await open()
    const { at, kim, channel, address, escalate } = await aChainOfTwo(opened)
    const robinLink = await aClinicianLink(opened, at, at.therapist)
    const kimLink = await aClinicianLink(opened, at, kim)
    const both = [robinLink.address, kimLink.address].sort()
    await channel.says(address, 'SOS')
    expect(await escalate()).toBe(1)
    expect(await escalate()).toBe(0)
    expect(await told(opened, at)).toEqual([robinLink.address])
    await opened.advanceTestClock(15 * MINUTE)
    expect(await escalate()).toBe(1)
    expect(await told(opened, at)).toEqual([kimLink.address])
    await opened.advanceTestClock(30 * MINUTE)
    for (let round = 0; round < 3; round += 1) {
      expect(await escalate()).toBe(1)
      expect(await escalate()).toBe(0)
      expect(await told(opened, at)).toEqual(both)
      await opened.advanceTestClock(LEVELS.allHandsMinutes * MINUTE)
    }
    const [due] = await opened.duty.dueEscalations(at.clinic)
    await opened.duty.acknowledge(at.clinic, due!.id, kim)
    expect(await escalate()).toBe(0)
  })

  test('a notice has a pseudonym, a level and a time, and none of the words', async () => {
    const opened = await open()
    const { at, channel, address, escalate } = await aChainOfTwo(opened)
    await aClinicianLink(opened, at, at.therapist)
    await channel.says(address, 'I want to kill myself')
    const [due] = await opened.duty.dueEscalations(at.clinic)
    await escalate()
    const [row] = (await claimed(opened, at)).filter(({ lane }) => lane === 'notice')
    expect(texts([row!])[0]).toMatch(
      /^(RED|BLACK) \S+, since \w{3},? \d\d:\d\d \(Australia\/Sydney\)\. Nobody has it yet\.$/,
    )
    expect(texts([row!])[0]).toContain(due?.pseudonym)
    expect(row?.message).toMatchObject({ buttons: [{ token: `ack:${due?.id}`, label: 'I have it' }] })
    expect(JSON.stringify(row?.message)).not.toMatch(/kill|Sam|Vimes/)
  })

  test('a rung that nobody is linked for is skipped at once', async () => {
    const opened = await open()
    const { at, kim, channel, address, escalate, log } = await aChainOfTwo(opened)
    const kimLink = await aClinicianLink(opened, at, kim)
    await channel.says(address, 'SOS')
    expect(await escalate()).toBe(1)
    expect(await told(opened, at)).toEqual([kimLink.address])
    expect(log.lines).toContainEqual({ event: 'escalation.rung-skipped', fields: expect.objectContaining({ rung: 0 }) })
  })

  test('nobody of the chain is linked: everybody of the clinic is called', async () => {
    const opened = await open()
    const { at, channel, address, escalate } = await aChainOfTwo(opened)
    const lead = await aClinician(opened, at.clinic, 'The lead')
    const { address: leadAddress } = await aClinicianLink(opened, at, lead)
    await channel.says(address, 'SOS')
    expect(await escalate()).toBe(1)
    expect(await told(opened, at)).toEqual([leadAddress])
  })

  test('nobody at all is linked: the process raises the alarm and the obligation stays', async () => {
    const opened = await open()
    const alarms: string[] = []
    const { at, channel, address, escalate } = await aChainOfTwo(opened, {
      nobodyReachable: (_clinic, escalation) => void alarms.push(escalation),
    })
    await channel.says(address, 'SOS')
    const [due] = await opened.duty.dueEscalations(at.clinic)
    expect(await escalate()).toBe(1)
    expect(alarms).toEqual([due?.id])
    await opened.advanceTestClock(LEVELS.allHandsMinutes * MINUTE)
    expect(await escalate()).toBe(1)
    expect(alarms).toHaveLength(2)
  })

  test('in uncovered hours nobody is told before the next covered minute, and the client is answered at once', async () => {
    const opened = await open()
    const { at, channel, address, world, escalate } = await aChainOfTwo(opened)
    const { address: robin } = await aClinicianLink(opened, at, at.therapist)
    const today = world.now().toTemporalInstant().toZonedDateTimeISO('UTC')
    const opens = today.add({ days: 2 }).withPlainTime('12:00')
    const cover = [{ days: [opens.dayOfWeek], from: '12:00', to: '12:30' }]
    await saveSettings(opened, at, { zone: 'UTC', cover })
    await channel.says(address, 'SOS')
    expect(await escalate()).toBe(0)
    expect((await claimed(opened, at)).map(({ lane }) => lane)).toEqual(['crisis'])
    await world.advance(opens.epochMilliseconds - today.epochMilliseconds - 5 * MINUTE)
    expect(await escalate()).toBe(0)
    await world.advance(5 * MINUTE)
    expect(await escalate()).toBe(1)
    expect(await told(opened, at)).toEqual([robin])
  })

  test('of two who press, one has it; the other reads who, and a second press by the first changes nothing', async () => {
    const opened = await open()
    const { at, kim, channel, address } = await aChainOfTwo(opened)
    const robinLink = await aClinicianLink(opened, at, at.therapist)
    const kimLink = await aClinicianLink(opened, at, kim)
    await channel.says(address, 'SOS')
    const [due] = await opened.duty.dueEscalations(at.clinic)
    const acknowledge = createAcknowledge({ duty: opened.duty, clinic: at.clinic })
    const press = async (chat: string, ref = `ack:${due?.id}`) =>
      (await acknowledge(ref, { channel: 'telegram', address: new Private(chat) }))?.text
    expect(await press(kimLink.address)).toBe('You have it. When you know: what came of it?')
    expect(await press(robinLink.address)).toBe('Kim Lee has it already.')
    expect(await press(kimLink.address, due?.id)).toBe('You have it. When you know: what came of it?')
    expect(await press(kimLink.address, 'nonsense')).toContain('nothing that is open')
    expect(await press(kimLink.address, randomUUID())).toContain('nothing that is open')
    expect(await press(address)).toBeUndefined()
    expect((await load(opened, at)).acknowledged?.reader).toBe('Kim Lee')
  })
})
