import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { FlowId, PracticeId } from '../../src/core/ids.ts'
import { LIMITS } from '../../src/core/limits.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { aClinic, aLine, type AClinic, claimed, load, say } from './a-clinic.ts'

const practising = (opened: TestStore, at: AClinic) =>
  say(opened, at, [aLine()], {
    effects: [{ type: 'startPractice', practice: randomUUID() as PracticeId, flow: 'calm' as FlowId, closure: {} }],
  })

eachDatabase('outage', (open, kind) => {
  test('a first start is no outage, and neither is a node that goes on living', async () => {
    const opened = await open()
    const { clinic } = await aClinic(opened)
    expect(await opened.store.nodeSeen(clinic, 'a')).toEqual({ outageMs: 0 })
    await opened.advanceTestClock(LIMITS.nodeGoneAfterMs - 5_000)
    expect(await opened.store.nodeSeen(clinic, 'a')).toEqual({ outageMs: 0 })
  })

  test('after a time without any node: stale lines expire, and each running practice comes back grounded', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await opened.store.nodeSeen(at.clinic, 'a')
    await practising(opened, at)
    await opened.advanceTestClock(60_000)
    const { outageMs } = await opened.store.nodeSeen(at.clinic, 'b')
    expect(outageMs).toBeGreaterThanOrEqual(60_000)
    expect(await claimed(opened, at)).toEqual([])
    const input = await load(opened, at)
    expect(input.cause).toMatchObject({ kind: 'timer', timer: 'came-back' })
    expect(Number(input.upSince)).toBe(Number(input.cause.kind === 'timer' && input.cause.dueAt))
    expect(await opened.store.nodeSeen(at.clinic, 'b')).toEqual({ outageMs: 0 })
  })

  test.runIf(kind === 'pglite')(
    'killed and started again at once: on a database of one process a new node is a return',
    async () => {
      const opened = await open()
      const at = await aClinic(opened)
      await opened.store.nodeSeen(at.clinic, 'a')
      await practising(opened, at)
      await opened.advanceTestClock(2_000)
      expect((await opened.store.nodeSeen(at.clinic, 'b')).outageMs).toBeGreaterThanOrEqual(2_000)
      expect((await load(opened, at)).cause).toMatchObject({ timer: 'came-back' })
    },
  )

  test.runIf(kind === 'postgresql')('one of several nodes starting anew is no outage', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await opened.store.nodeSeen(at.clinic, 'a')
    await opened.store.nodeSeen(at.clinic, 'b')
    await practising(opened, at)
    await opened.advanceTestClock(LIMITS.nodeGoneAfterMs - 5_000)
    await opened.store.nodeSeen(at.clinic, 'a')
    await opened.advanceTestClock(10_000)
    expect(await opened.store.nodeSeen(at.clinic, 'c')).toEqual({ outageMs: 0 })
    expect(await claimed(opened, at)).toHaveLength(1)
  })
})
