import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { changes } from '../../../src/console/http/changes.ts'

const BEAT_MS = 15_000

/** A page that listens, and a session that is looked up when the test says so. */
async function listening() {
  const lookups: ((open: boolean) => void)[] = []
  const listeners = new Set<() => void>()
  const onChange = (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  const { body } = changes(onChange, () => new Promise((answer) => lookups.push(answer)))
  const reader = body!.getReader()
  const reads = async () => new TextDecoder().decode((await reader.read()).value)
  expect(await reads()).toBe(': hello\n\n')
  await vi.advanceTimersByTimeAsync(BEAT_MS)
  const [answer] = lookups
  if (!answer) throw new Error('the session was not looked up')
  return { reader, reads, answer, listeners }
}

const unhandled: unknown[] = []
const note = (reason: unknown) => unhandled.push(reason)
beforeEach(() => {
  unhandled.length = 0
  process.on('unhandledRejection', note)
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
})
afterEach(() => {
  process.off('unhandledRejection', note)
  vi.useRealTimers()
})

test('says that it is there while the session is open, and what changed', async () => {
  const { reads, answer, listeners } = await listening()
  answer(true)
  expect(await reads()).toBe(': still here\n\n')
  for (const listener of listeners) listener()
  expect(await reads()).toBe('event: changed\ndata: 1\n\n')
})

test('ends with the session', async () => {
  const { reader, answer, listeners } = await listening()
  answer(false)
  expect((await reader.read()).done).toBe(true)
  expect(listeners.size).toBe(0)
})

test.each([true, false])('whoever leaves while it is looked up is told nothing (open: %s)', async (open) => {
  const { reader, answer, listeners } = await listening()
  await reader.cancel()
  answer(open)
  await setImmediate()
  expect(unhandled).toEqual([])
  expect(listeners.size).toBe(0)
})
