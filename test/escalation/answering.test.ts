import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { LEVELS } from '../../src/care/levels.ts'
import type { EscalationId } from '../../src/core/ids.ts'
import { LIMITS } from '../../src/core/limits.ts'
import type { Receipt } from '../../src/core/message.ts'
import { Private } from '../../src/core/private.ts'
import { createAcknowledge } from '../../src/escalation/acknowledge.ts'
import { createAwaitOutcome } from '../../src/escalation/await-outcome.ts'
import { createEscalate } from '../../src/escalation/notify.ts'
import { aFlag, aMessage, claimed, load, texts } from '../store/a-clinic.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { aClinician, aClinicianLink, aLog, aNode, saveSettings, settingsOf } from '../turn/a-node.ts'

const MINUTE = 60_000
const { remindMinutes, lapseMinutes } = LEVELS.outcome

/** Robin, Kim and Lee in the chain, each with a chat; a client in danger. */
async function inDanger(opened: TestStore, change: Parameters<typeof saveSettings>[2] = {}) {
  const { at } = await aNode(opened)
  const { clinic } = at
  const [kim, lee] = [await aClinician(opened, clinic, 'Kim Lee'), await aClinician(opened, clinic, 'Lee Moss')]
  const chats = {
    robin: await aClinicianLink(opened, at, at.therapist),
    kim: await aClinicianLink(opened, at, kim),
    lee: await aClinicianLink(opened, at, lee),
  }
  const chain = [at.therapist, kim, lee].map((clinician) => ({ clinician, minutes: 15 }))
  await saveSettings(opened, at, { chain, ...change })
  const deps = {
    duty: opened.duty,
    settingsOf: () => settingsOf(opened, clinic),
    world: { newId: randomUUID },
    log: aLog(),
  }
  const [escalate, follow] = [createEscalate(deps), createAwaitOutcome(deps)]
  const acknowledge = createAcknowledge({ duty: opened.duty, clinic })
  const needed = change.acknowledgers?.red ?? 1
  const escalation = randomUUID() as EscalationId
  const urgent = { id: escalation, chain, covered: true, needed, firstNoticeAt: new Date(0), deadlineAt: new Date() }
  await opened.store.receive(aMessage(at, { flag: aFlag(at, { escalation: urgent }) }))
  return {
    at,
    chats,
    kim,
    lee,
    escalation,
    escalate: () => escalate(clinic),
    follow: () => follow(clinic),
    press: async (chat: string, ref: string = escalation) =>
      acknowledge(`ack:${ref}`, { channel: 'telegram', address: new Private(chat) }),
    /** Who gets a notice now, and what became of each by `receipt`. */
    told: async (receipt: (address: string) => Receipt = () => ({ kind: 'sent', id: 'x' })) => {
      const rows = (await claimed(opened, at)).filter(({ lane }) => lane === 'notice')
      const marks = rows.map((row) => ({ id: row.id, receipt: receipt(row.address.reveal()), retryAfterMs: 1_000 }))
      await opened.store.recordDelivery(clinic, marks)
      return rows.map((row) => row.address.reveal()).sort()
    },
    flag: async () => (await opened.people.flags(clinic))[0],
  }
}

eachDatabase('answering', (open) => {
  test('an acknowledgement of which nothing follows is reminded of on every link, then goes to the next person', async () => {
    const opened = await open()
    const { at, chats, escalation, escalate, follow, told, press, flag } = await inDanger(opened)
    const second = await aClinicianLink(opened, at, at.therapist)
    await escalate()
    await told()
    await press(chats.robin.address)
    expect(await follow()).toBe(0)
    await opened.advanceTestClock(remindMinutes * MINUTE)
    expect([await follow(), await follow()]).toEqual([1, 0])
    expect(await told()).toEqual([chats.robin.address, second.address].sort())
    expect(await escalate()).toBe(0)
    await opened.advanceTestClock((lapseMinutes - remindMinutes) * MINUTE)
    expect([await follow(), await follow()]).toEqual([1, 0])
    expect(await flag()).toMatchObject({ state: 'open', takenBy: null })
    await told()
    expect(await escalate()).toBe(1)
    expect(await told()).toEqual([chats.kim.address])
    expect((await flag())?.reasons.map(({ rule }) => rule)).toContain('acknowledgement-lapsed')
    expect((await press(chats.robin.address, `${escalation}.called`))?.text).toBe(
      'Not closed: another person must acknowledge first.',
    )
  })

  test('nothing lapses while a clinician has the conversation, and the time begins anew when they give it back', async () => {
    const opened = await open()
    const { at, chats, escalate, follow, press } = await inDanger(opened)
    await escalate()
    await press(chats.robin.address)
    const whose = { clinic: at.clinic, client: at.client, by: at.therapist }
    await opened.people.takeConversation(whose)
    await opened.advanceTestClock(lapseMinutes * MINUTE)
    expect(await follow()).toBe(0)
    await opened.people.giveBackConversation(whose)
    expect(await follow()).toBe(0)
    await opened.advanceTestClock(remindMinutes * MINUTE)
    expect(await follow()).toBe(1)
  })

  test('one tap says what came of it, and it is closed by whoever has it and by nobody else', async () => {
    const opened = await open()
    const { at, chats, escalation, press, flag } = await inDanger(opened)
    const answer = await press(chats.robin.address)
    expect(answer?.buttons.map(({ label }) => label)).toEqual([
      'Called',
      'Wrote',
      'For the session',
      'Pass to duty',
      'No concern, because …',
    ])
    expect(answer?.buttons.every(({ token }) => Buffer.byteLength(token) <= 64)).toBe(true)
    expect((await press(chats.kim.address, `${escalation}.called`))?.text).toContain('You do not have it')
    const why = await press(chats.robin.address, `${escalation}.no-concern`)
    expect((await flag())?.state).toBe('taken')
    const known = why?.buttons.find(({ token }) => token.endsWith('.known'))
    expect((await press(chats.robin.address, known?.token.slice('ack:'.length)))?.text).toContain('closed')
    expect((await flag())?.state).toBe('closed')
    expect(await load(opened, at)).toMatchObject({ hasOpenEscalation: false })
    expect((await press(chats.kim.address))?.text).toBe('It is closed already. Robin Reed had it.')
  })

  test('what is passed to duty stays open, and the next person is told at once', async () => {
    const opened = await open()
    const { chats, escalation, escalate, told, press, flag } = await inDanger(opened)
    await escalate()
    await told()
    await press(chats.robin.address)
    expect((await press(chats.robin.address, `${escalation}.passed-to-duty`))?.text).toContain('next person')
    expect(await escalate()).toBe(1)
    expect(await told()).toEqual([chats.kim.address])
    expect(await flag()).toMatchObject({ state: 'open', takenBy: null })
  })

  test('where the clinic wants two, the chain goes on until two have it; each counts once', async () => {
    const opened = await open()
    const { at, chats, escalation, escalate, told, press } = await inDanger(opened, { acknowledgers: { red: 2 } })
    await escalate()
    await told()
    expect((await press(chats.robin.address))?.text).toContain('One more person')
    expect((await press(chats.robin.address))?.text).not.toContain('already')
    expect((await press(chats.robin.address, `${escalation}.called`))?.text).toContain(
      'another person must acknowledge',
    )
    await opened.advanceTestClock(15 * MINUTE)
    expect(await escalate()).toBe(1)
    const [row] = (await claimed(opened, at)).filter(({ lane }) => lane === 'notice')
    expect(row?.address.reveal()).toBe(chats.kim.address)
    expect(texts([row!])[0]).toContain('Another person must acknowledge')
    expect((await press(chats.kim.address))?.text).toMatch(/^You have it\. When/)
    expect((await press(chats.lee.address))?.text).toBe('Robin Reed has it already.')
    await opened.advanceTestClock(15 * MINUTE)
    expect(await escalate()).toBe(0)
  })

  test('of two who press at the same moment one has it', async () => {
    const opened = await open()
    const { at, escalation, kim } = await inDanger(opened)
    const both = await Promise.all([at.therapist, kim].map((by) => opened.duty.acknowledge(at.clinic, escalation, by)))
    expect(both.map(({ kind }) => kind).sort()).toEqual(['acknowledged', 'already'])
  })

  test('of an acknowledgement and the next step at the same moment, whichever is first holds', async () => {
    const opened = await open()
    const { at, escalation, escalate } = await inDanger(opened)
    const [taken, moved] = await Promise.all([opened.duty.acknowledge(at.clinic, escalation, at.therapist), escalate()])
    expect(taken.kind).toBe('acknowledged')
    expect([0, 1]).toContain(moved)
    await opened.advanceTestClock(15 * MINUTE)
    expect(await escalate()).toBe(0)
  })

  test('later signals join; they notify again only when the level rises, and then nobody has it any more', async () => {
    const opened = await open()
    const { at, chats, escalate, told, press, flag } = await inDanger(opened)
    await escalate()
    await told()
    await press(chats.robin.address)
    await opened.store.receive(aMessage(at, { flag: aFlag(at) }))
    expect(await escalate()).toBe(0)
    await opened.store.receive(aMessage(at, { flag: aFlag(at, { level: 'black' }) }))
    expect(await escalate()).toBe(1)
    expect((await told()).length).toBeGreaterThan(0)
    expect(await flag()).toMatchObject({ level: 'black', state: 'open' })
    expect((await flag())?.reasons).toHaveLength(3)
    expect((await press(chats.kim.address))?.text).toMatch(/^You have it/)
  })

  test('a signal of the night that rises takes the chain of that moment, with whoever is on call then', async () => {
    const opened = await open()
    const { at, kim, escalation } = await inDanger(opened)
    const chain = [{ clinician: kim, minutes: 20, onCall: true }]
    const black = {
      id: randomUUID() as EscalationId,
      chain,
      covered: false,
      needed: 1,
      firstNoticeAt: new Date(0),
      deadlineAt: new Date(),
    }
    await opened.store.receive(aMessage(at, { flag: aFlag(at, { level: 'black', escalation: black }) }))
    expect(await opened.duty.dueEscalations(at.clinic)).toMatchObject([
      { id: escalation, chain, covered: false, level: 'black' },
    ])
  })

  test('a press is kept as the proof that the link is read, and the link becomes the first', async () => {
    const opened = await open()
    const { at, chats, press } = await inDanger(opened)
    const second = await aClinicianLink(opened, at, at.therapist)
    const links = async () =>
      (await opened.duty.people(at.clinic)).find(({ clinician }) => clinician === at.therapist)?.links
    expect((await links())?.map(({ link, answeredAt }) => [link, answeredAt])).toEqual([
      [chats.robin.link, null],
      [second.link, null],
    ])
    await press(second.address, 'test')
    expect((await links())?.map(({ link, answeredAt }) => [link, answeredAt === null])).toEqual([
      [second.link, false],
      [chats.robin.link, true],
    ])
  })
})

eachDatabase('a notice that does not arrive', (open) => {
  /** Robin has two links; the first is the older. */
  async function twoLinks(opened: TestStore) {
    const danger = await inDanger(opened)
    const second = await aClinicianLink(opened, danger.at, danger.at.therapist)
    await danger.escalate()
    return { ...danger, first: danger.chats.robin.address, second: second.address }
  }

  test('one that arrives spares the person their other links', async () => {
    const opened = await open()
    const { first, told } = await twoLinks(opened)
    expect(await told()).toEqual([first])
    await opened.advanceTestClock(LIMITS.noticeFallbackMs)
    expect(await told()).toEqual([])
  })

  test('one that is refused goes to the next link at once', async () => {
    const opened = await open()
    const { first, second, told } = await twoLinks(opened)
    expect(await told(() => ({ kind: 'refused', why: 'blocked' }))).toEqual([first])
    expect(await told()).toEqual([second])
  })

  test('one that is not taken in 30 seconds goes to the next link as well; once that arrives, the first rests', async () => {
    const opened = await open()
    const { first, second, told } = await twoLinks(opened)
    const broken = (address: string): Receipt =>
      address === first ? { kind: 'later', ms: 0 } : { kind: 'sent', id: 'x' }
    expect(await told(broken)).toEqual([first])
    await opened.advanceTestClock(LIMITS.noticeFallbackMs - 1_000)
    expect(await told(broken)).toEqual([first])
    await opened.advanceTestClock(1_000)
    expect(await told(broken)).toEqual([first, second].sort())
    await opened.advanceTestClock(MINUTE)
    expect(await told()).toEqual([])
  })

  test('a channel that fails for ever holds up nobody else', async () => {
    const opened = await open()
    const { first, second, chats, escalate, told } = await twoLinks(opened)
    const broken = (address: string): Receipt =>
      [first, second].includes(address) ? { kind: 'unknown' } : { kind: 'sent', id: 'x' }
    for (let minute = 0; minute < 15; minute += 1) {
      expect(await told(broken)).not.toEqual([])
      await opened.advanceTestClock(MINUTE)
    }
    await escalate()
    expect(await told(broken)).toContain(chats.kim.address)
  })

  test('a person refused on every link costs the obligation no minute', async () => {
    const opened = await open()
    const { chats, escalate, told } = await twoLinks(opened)
    await told(() => ({ kind: 'refused', why: 'gone' }))
    expect(await escalate()).toBe(0)
    await told(() => ({ kind: 'refused', why: 'gone' }))
    expect(await escalate()).toBe(1)
    expect(await told()).toEqual([chats.kim.address])
  })

  test('all hands who are all refused are not called without end', async () => {
    const opened = await open()
    const { escalate, told } = await twoLinks(opened)
    let steps = 0
    for (let round = 0; round < 12; round += 1) {
      while ((await told(() => ({ kind: 'refused', why: 'gone' }))).length > 0);
      steps += await escalate()
    }
    expect(steps).toBe(3)
  })
})
