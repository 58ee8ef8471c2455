import { expect, test } from 'vitest'
import { HoldfastError } from '../../../src/core/errors.ts'
import { LIMITS } from '../../../src/core/limits.ts'
import type { ReceiveDeps } from '../../../src/turn/receive.ts'
import { eachDatabase, type TestStore } from '../../support/database.ts'
import { aNode, countOf, read } from '../a-node.ts'

/** A node whose store can be taken away: calls never answer, and the injected timeout gives them up. */
async function aNodeWithoutStore(opened: TestStore) {
  const away = { store: false }
  const waited: number[] = []
  const never = new Promise<never>(() => {})
  const store: ReceiveDeps['store'] = {
    sender: (...who) => (away.store ? never : opened.store.sender(...who)),
    receive: (row) => (away.store ? never : opened.store.receive(row)),
    settleMeaning: () => never,
  }
  const node = await aNode(opened, {
    store,
    async withTimeout(work, ms) {
      if (!away.store) return work
      waited.push(ms)
      throw new HoldfastError('store.down', 'The store does not answer.', { retry: 'later' })
    },
  })
  return { ...node, away, waited }
}

const DOWN = { code: 'store.down' }

eachDatabase('receive without the store', (open) => {
  test('STOP gets the card once in 10 minutes, is not acknowledged, and is received as usual afterwards', async () => {
    const opened = await open()
    const { at, channel, address, world, away, waited, alarms } = await aNodeWithoutStore(opened)
    away.store = true
    await expect(channel.says(address, 'STOP')).rejects.toMatchObject(DOWN)
    expect(waited).toEqual([LIMITS.storeDownAfterMs])
    await expect(channel.redelivers()).rejects.toMatchObject(DOWN)
    expect(read(channel, address)).toEqual(['STORE-DOWN your local emergency number'])
    expect(channel.acknowledged).toEqual([])
    await world.advance(LIMITS.storeDownCardEveryMs)
    await expect(channel.redelivers()).rejects.toMatchObject(DOWN)
    expect(read(channel, address)).toHaveLength(2)
    expect(alarms).toEqual(['alarm'])
    away.store = false
    await channel.redelivers()
    expect(channel.unacknowledged).toEqual([])
    expect(await countOf(opened, at.clinic, 'inbox')).toBe(1)
  })

  test('danger gets the card, other words get none; every chat has its own 10 minutes', async () => {
    const opened = await open()
    const { channel, address, away } = await aNodeWithoutStore(opened)
    away.store = true
    await expect(channel.says(address, 'good morning')).rejects.toMatchObject(DOWN)
    expect(read(channel, address)).toEqual([])
    await expect(channel.says(address, 'I want to kill myself')).rejects.toMatchObject(DOWN)
    await expect(channel.taps('another', 'abcdefghijkl.sos')).rejects.toMatchObject(DOWN)
    expect(read(channel, address)).toHaveLength(1)
    expect(read(channel, 'another')).toHaveLength(1)
  })

  test('a card that the platform refused is tried again with the next delivery', async () => {
    const opened = await open()
    const { channel, address, away } = await aNodeWithoutStore(opened)
    away.store = true
    channel.answersNext({ kind: 'later', ms: 1_000 })
    await expect(channel.says(address, 'SOS')).rejects.toMatchObject(DOWN)
    await expect(channel.redelivers()).rejects.toMatchObject(DOWN)
    expect(read(channel, address)).toHaveLength(1)
  })

  test('an outage after another one raises the alarm again', async () => {
    const opened = await open()
    const { channel, address, away, alarms } = await aNodeWithoutStore(opened)
    for (const gone of [true, false, true]) {
      away.store = gone
      await channel.redelivers().catch(() => undefined)
      await channel.says(address, 'good morning').catch(() => undefined)
    }
    expect(alarms).toEqual(['alarm', 'alarm'])
  })
})
