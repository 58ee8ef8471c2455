import { expect, test } from 'vitest'
import { Private } from '../../src/core/private.ts'
import { eachDatabase } from '../support/database.ts'
import {
  aClinic,
  aCrisisLine,
  aFlag,
  aLine,
  aLink,
  aMessage,
  AN_ASK,
  aStop,
  aTurn,
  claimed,
  load,
  say,
  sent,
  texts,
} from './a-clinic.ts'

eachDatabase('receive', (open) => {
  test('the same delivery twice is one message, and the second changes nothing', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const first = aStop(at)
    expect(await opened.store.receive(first)).toBe('stored')
    const before = await load(opened, at)
    const again = { ...aStop(at), flag: aFlag(at), message: { ...first.message } }
    expect(await opened.store.receive(again)).toBe('duplicate')
    expect(await load(opened, at)).toMatchObject({ version: before.version, barrier: before.barrier, latched: false })
    expect(await claimed(opened, at)).toHaveLength(1)
  })

  test('a message comes back out as it went in, oldest first', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const first = aMessage(at, { body: { kind: 'media', media: 'photo', caption: new Private('my garden') } })
    await opened.store.receive(first)
    await opened.store.receive(aMessage(at))
    const { cause, conversation, plan } = await load(opened, at)
    expect(cause).toMatchObject({ kind: 'message', id: first.id, link: at.link, answered: null, late: false })
    expect(cause.kind === 'message' && cause.body.kind === 'media' && cause.body.caption?.reveal()).toBe('my garden')
    expect(conversation).toBeNull()
    expect(plan.therapist).toBe('Dr Reed')
    expect(await opened.store.waiting(at.clinic, 10)).toEqual([at.client])
  })

  test('STOP raises the barrier and is answered in the same commit', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await say(opened, at, [aLine({ text: 'one' }), aLine({ text: 'two' })])
    await opened.store.receive(aStop(at))
    const input = await load(opened, at)
    expect(input.barrier).toBe(1)
    expect(input.cause).toMatchObject({ word: 'stop', answered: { ask: AN_ASK } })
    expect(texts(await claimed(opened, at))).toEqual(['Stopped.'])
  })

  test('a crisis answer goes to every confirmed link, a practice line to the one last written from', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const web = await aLink(opened, at, 'web')
    await say(opened, at, [aLine({ text: 'on telegram' })])
    const line = await claimed(opened, at)
    expect(line.map((row) => row.channel)).toEqual(['telegram'])
    await sent(opened, at, line)
    await opened.store.receive({ ...aStop(at), link: web.link })
    const first = await claimed(opened, at)
    await sent(opened, at, first)
    const second = await claimed(opened, at)
    await sent(opened, at, second)
    expect([...first, ...second].map((row) => row.channel).sort()).toEqual(['telegram', 'web'])
    await opened.store.commitTurn(aTurn(await load(opened, at), { rows: [aLine({ text: 'on the web' })] }))
    expect((await claimed(opened, at)).map((row) => row.channel)).toEqual(['web'])
  })

  test('red raises the latch, opens one escalation, and the next red joins it', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await opened.store.receive(aMessage(at, { flag: aFlag(at) }))
    const before = await load(opened, at)
    expect(before).toMatchObject({ latched: true, hasOpenEscalation: true })
    await opened.store.receive(aMessage(at, { flag: aFlag(at, { rule: 'sos' }) }))
    expect((await load(opened, at)).version).toBeGreaterThan(before.version)
    const flags = await opened.people.flags(at.clinic)
    expect(flags).toHaveLength(1)
    expect(flags[0]).toMatchObject({ level: 'red', state: 'open', client: at.client })
    expect(flags[0]?.reasons.map((reason) => reason.rule)).toEqual(['screen', 'sos'])
    expect(await opened.duty.dueEscalations(at.clinic)).toHaveLength(1)
  })

  test('a flag only rises: amber joins red without lowering it', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await opened.store.receive(aMessage(at, { flag: aFlag(at, { level: 'info', rule: 'stop' }) }))
    expect((await opened.people.flags(at.clinic))[0]?.level).toBe('info')
    await opened.store.receive(aMessage(at, { flag: aFlag(at) }))
    await opened.store.receive(aMessage(at, { flag: aFlag(at, { level: 'amber', rule: 'rating-8' }) }))
    expect((await opened.people.flags(at.clinic))[0]).toMatchObject({ level: 'red', reasons: { length: 3 } })
  })

  test('amber raises neither latch nor escalation', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await opened.store.receive(aMessage(at, { flag: aFlag(at, { level: 'amber' }) }))
    expect(await load(opened, at)).toMatchObject({ latched: false, hasOpenEscalation: false })
  })

  test('a link that nobody has confirmed is heard, answered on itself, and takes no lines from the confirmed one', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const stranger = await aLink(opened, at, 'slack', false)
    expect(await opened.store.sender(at.clinic, 'slack', stranger.address)).toMatchObject({
      kind: 'client',
      state: 'pending',
    })
    await say(opened, at, [aLine({ afterMs: 30_000, text: 'for the client' })])
    await opened.store.receive({
      ...aMessage(at, { channel: 'slack' }),
      link: stranger.link,
      answer: { ask: null, rows: [aCrisisLine({ text: 'for the stranger' })] },
    })
    const rows = await claimed(opened, at)
    expect(rows.map((row) => row.channel)).toEqual(['slack'])
    expect(texts(rows)).toEqual(['for the stranger'])
    await sent(opened, at, rows)
    await opened.store.commitTurn(aTurn(await load(opened, at)))
    await say(opened, at, [aLine({ text: 'still the client' })])
    expect((await claimed(opened, at)).map((row) => row.channel)).toEqual(['telegram'])
  })

  test('whoever writes on an ended link is answered there, and gets nothing else', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const next = await aLink(opened, at, 'telegram')
    expect(await opened.store.sender(at.clinic, 'telegram', at.address)).toMatchObject({
      kind: 'client',
      state: 'ended',
    })
    await opened.advanceTestClock(1)
    await opened.store.receive({ ...aMessage(at), answer: { ask: null, rows: [aCrisisLine({ text: 'numbers' })] } })
    const rows = await claimed(opened, at)
    expect(rows.map((row) => row.address.reveal())).toEqual([at.address.reveal()])
    await sent(opened, at, rows)
    await opened.store.commitTurn(aTurn(await load(opened, at)))
    await say(opened, { ...at, link: next.link }, [aLine()])
    expect((await claimed(opened, at)).map((row) => row.address.reveal())).toEqual([next.address.reveal()])
  })

  test('a blocked chat ends nothing and is not written to next', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const web = await aLink(opened, at, 'web')
    await opened.store.receive({ ...aMessage(at, { channel: 'web' }), link: web.link })
    await opened.store.receive(
      aMessage(at, { body: { kind: 'blocked' }, flag: aFlag(at, { level: 'amber', rule: 'blocked' }) }),
    )
    expect(await opened.store.sender(at.clinic, 'telegram', at.address)).toMatchObject({ state: 'confirmed' })
    expect((await opened.people.flags(at.clinic))[0]?.reasons[0]?.rule).toBe('blocked')
    await opened.store.commitTurn(aTurn(await load(opened, at), { rows: [aLine()] }))
    expect((await claimed(opened, at)).map((row) => row.channel)).toEqual(['web'])
  })

  test("a message under somebody else's link is refused", async () => {
    const opened = await open()
    const [at, other] = [await aClinic(opened), await aClinic(opened)]
    await expect(opened.store.receive({ ...aMessage(at), link: other.link })).rejects.toMatchObject({
      code: 'store.refused',
    })
    expect(await opened.store.loadTurn(at.clinic, at.client)).toBeNull()
  })

  test('the screen sees the last three texts of two minutes and the last distress', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    for (const text of ['too old', 'one', 'two', 'three', 'four']) {
      await opened.store.receive(aMessage(at, { body: { kind: 'text', text: new Private(text) } }))
      if (text === 'too old') await opened.advanceTestClock(121_000)
    }
    const effects = [{ type: 'recordRating', scale: 'distress', value: 7, moment: 'before' } as const]
    await opened.store.commitTurn(aTurn(await load(opened, at), { effects }))
    const found = await opened.store.sender(at.clinic, 'telegram', at.address)
    if (found.kind !== 'client') throw new Error('the sender is the client')
    expect(found.window.lastTexts.map((text) => text.reveal())).toEqual(['four', 'three', 'two'])
    expect(found.window.lastDistress).toBe(7)
    expect(await opened.store.sender(at.clinic, 'telegram', new Private('nobody'))).toEqual({ kind: 'unknown' })
  })
})
