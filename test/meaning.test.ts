import { setTimeout } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
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
  expect(await thread.read(TEXT)).toBe(encoder && readMeaning(TEXT, encoder))
})

test('a text that is not read in time goes without', async () => {
  const late = startReadingMeanings(
    () => setTimeout(0),
    () => {},
  )
  expect(await late.read(TEXT)).toBeNull()
  await late.stop()
})

test('with too many waiting, the next goes without at once', async () => {
  const many = Array.from({ length: 40 }, () => thread.read(TEXT))
  const read = await Promise.all(many)
  expect(read.filter((odds) => odds === null).length).toBe(40 - 16)
})

test('a thread that was stopped reads nothing more, and that is no failure', async () => {
  await thread.stop()
  expect(await thread.read(TEXT)).toBeNull()
  expect(failures).toEqual([])
})
