import { expect, test } from 'vitest'
import { LIMITS } from '../../src/core/limits.ts'
import type { Receipt } from '../../src/core/message.ts'
import type { Channel } from '../../src/ports/channel.ts'
import { createDeliver } from '../../src/turn/deliver.ts'
import {
  aClient,
  aClinic,
  type AClinic,
  aCrisisLine,
  aLine,
  aMessage,
  AN_ASK,
  claimed,
  say,
} from '../store/a-clinic.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { FakeChannel } from '../support/fake-channel.ts'
import { aLog, read } from './a-node.ts'

function aDelivery(opened: TestStore, channel: Channel = new FakeChannel()) {
  const log = aLog()
  const deliver = createDeliver({ store: opened.store, channels: new Map([[channel.name, channel]]), node: 'n', log })
  return { log, deliver }
}

const aCrisis = (opened: TestStore, at: AClinic, ...words: string[]) =>
  opened.store.receive(aMessage(at, { answer: { ask: AN_ASK, rows: words.map((text) => aCrisisLine({ text })) } }))

async function untilEmpty(deliver: () => Promise<number>): Promise<void> {
  while ((await deliver()) > 0);
}

eachDatabase('deliver', (open) => {
  test("a client's lines go one after the other, in order, each once", async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const channel = new FakeChannel()
    const { deliver } = aDelivery(opened, channel)
    await say(
      opened,
      at,
      ['one', 'two', 'three'].map((text) => aLine({ text })),
    )
    expect(await deliver(at.clinic)).toBe(1)
    await untilEmpty(() => deliver(at.clinic))
    expect(read(channel, at.address.reveal())).toEqual(['one', 'two', 'three'])
  })

  test('a line goes out as it was rendered: its buttons, its manner, and a key of its own', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const channel = new FakeChannel()
    const line = aLine()
    await say(opened, at, [
      { ...line, message: { ...line.message, buttons: [{ token: 'abcdefghijkl.ok', label: 'OK' }] } },
    ])
    await aDelivery(opened, channel).deliver(at.clinic)
    expect(channel.sends).toMatchObject([
      { key: line.id, buttons: [{ token: 'abcdefghijkl.ok', label: 'OK' }], message: { silent: true, protect: true } },
    ])
  })

  test('each attempt that gets no answer waits longer, and a crisis line never stops', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const channel = new FakeChannel()
    const { deliver } = aDelivery(opened, channel)
    await aCrisis(opened, at, 'You are heard.')
    const last = LIMITS.deliveryBackOffMs.at(-1) ?? 0
    for (const ms of [...LIMITS.deliveryBackOffMs, last]) {
      channel.answersNext({ kind: 'unknown' })
      expect(await deliver(at.clinic)).toBe(1)
      await opened.advanceTestClock(ms / 2)
      expect(await deliver(at.clinic)).toBe(0)
      await opened.advanceTestClock(ms / 2)
    }
    expect(await deliver(at.clinic)).toBe(1)
    expect(await deliver(at.clinic)).toBe(0)
  })

  test('the platform asks to wait: its own time is kept', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const channel = new FakeChannel()
    const { deliver } = aDelivery(opened, channel)
    await aCrisis(opened, at, 'You are heard.')
    channel.answersNext({ kind: 'later', ms: 40_000 })
    await deliver(at.clinic)
    await opened.advanceTestClock(20_000)
    expect(await deliver(at.clinic)).toBe(0)
    await opened.advanceTestClock(20_000)
    expect(await deliver(at.clinic)).toBe(1)
  })

  test('a refused line is not tried again, and its channel is named in the log', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const channel = new FakeChannel()
    const { deliver, log } = aDelivery(opened, channel)
    await aCrisis(opened, at, 'You are heard.')
    channel.answersNext({ kind: 'refused', why: 'blocked' })
    await deliver(at.clinic)
    await opened.advanceTestClock(60 * 60_000)
    expect(await deliver(at.clinic)).toBe(0)
    expect(log.lines).toMatchObject([{ event: 'delivery.refused', fields: { channel: 'telegram', why: 'blocked' } }])
  })

  test('a line for a channel that this node does not have waits for one that has it', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await aCrisis(opened, at, 'You are heard.')
    await aDelivery(opened, new FakeChannel('web')).deliver(at.clinic)
    await opened.advanceTestClock(LIMITS.deliveryBackOffMs[0])
    const channel = new FakeChannel()
    expect(await aDelivery(opened, channel).deliver(at.clinic)).toBe(1)
    expect(read(channel, at.address.reveal())).toEqual(['You are heard.'])
  })

  test('a channel that throws counts as one that gave no answer', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const channel = new FakeChannel()
    channel.beforeSend = () => Promise.reject(new RangeError('boom'))
    const { deliver, log } = aDelivery(opened, channel)
    await aCrisis(opened, at, 'You are heard.')
    expect(await deliver(at.clinic)).toBe(1)
    expect(log.lines).toMatchObject([{ event: 'delivery.channel-threw', fields: { code: 'RangeError' } }])
    await opened.advanceTestClock(LIMITS.deliveryBackOffMs[0])
    expect(await claimed(opened, at)).toHaveLength(1)
  })

  test('while one send is on the wire other clients are served and recorded', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const other = await aClient(opened, at.clinic, at.therapist)
    const channel = new FakeChannel()
    const wire = Promise.withResolvers<Receipt>()
    const reached = Promise.withResolvers<void>()
    channel.answersNext(() => {
      reached.resolve()
      return wire.promise
    })
    const { deliver } = aDelivery(opened, channel)
    await aCrisis(opened, at, 'slow')
    const slow = deliver(at.clinic)
    await reached.promise
    await aCrisis(opened, { ...at, ...other }, 'one', 'two')
    expect(await deliver(at.clinic)).toBe(1)
    expect(await deliver(at.clinic)).toBe(1)
    expect(read(channel, other.address.reveal())).toEqual(['one', 'two'])
    wire.resolve({ kind: 'sent', id: 'slow-1' })
    expect(await slow).toBe(1)
    expect(await deliver(at.clinic)).toBe(0)
  })
})
