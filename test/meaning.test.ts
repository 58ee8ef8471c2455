import { setTimeout } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { LIMITS } from '../src/core/limits.ts'
import { loadEncoder, startReadingMeanings } from '../src/meaning.ts'
import { readMeaning } from '../src/rails/screen/meaning/reader.ts'

const TEXT = 'nobody would notice if I was gone for good'
const never = () => new Promise<void>(() => {})
const failures: string[] = []
const thread = startReadingMeanings(never, () => failures.push('failed'))
afterAll(() => thread.stop())

test('the thread reads what this one would read', async () => {
  const encoder = loadEncoder()
  expect(encoder).not.toBeNull()
  const { soon, late } = thread.read(TEXT)
  expect(await soon).toBe(encoder && readMeaning(TEXT, encoder))
  expect(await late).toBe(await soon)
})

test('a text that is not read in time goes without, and is read all the same', async () => {
  const soonOver = (ms: number) => (ms === LIMITS.meaningWithinMs ? setTimeout(0) : never())
  const slow = startReadingMeanings(soonOver, () => {})
  const { soon, late } = slow.read(TEXT)
  expect(await soon).toBeNull()
  expect(await late).not.toBeNull()
  await slow.stop()
})

test('nobody waits for ever', async () => {
  const late = startReadingMeanings(
    () => setTimeout(0),
    () => {},
  )
  expect(await late.read(TEXT).late).toBeNull()
  await late.stop()
})

test('with too many waiting, the next goes without at once', async () => {
  const many = Array.from({ length: 40 }, () => thread.read(TEXT).late)
  const read = await Promise.all(many)
  expect(read.filter((odds) => odds === null).length).toBe(40 - 16)
})

test('the waits of a text end with its reading', async () => {
  const signals: AbortSignal[] = []
  const watched = startReadingMeanings(
    (_ms, signal) => {
      signals.push(signal)
      return never()
    },
    () => {},
  )
  await watched.read(TEXT).late
  await expect.poll(() => signals.map(({ aborted }) => aborted)).toEqual([true, true])
  await watched.stop()
})

test('a thread that ends, as one without its file does, says so once, and leaves nobody waiting', async () => {
  const told: string[] = []
  const ended = new URL('data:text/javascript,')
  const without = startReadingMeanings(never, () => told.push('failed'), ended)
  expect(without.stand()).toBe(true)
  expect(await without.read(TEXT).late).toBeNull()
  expect(without.stand()).toBe(false)
  expect(await without.read(TEXT).late).toBeNull()
  expect(told).toEqual(['failed'])
})

test('a thread that was stopped reads nothing more, and that is no failure', async () => {
  await thread.stop()
  expect(await thread.read(TEXT).late).toBeNull()
  expect(failures).toEqual([])
})
