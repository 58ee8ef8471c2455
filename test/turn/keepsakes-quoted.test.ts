import { describe, expect, test } from 'vitest'
import { verdictOf } from '../../src/keepsake-verdict.ts'
import type { Lang } from '../../src/core/ids.ts'
import { clinicAtWork } from '../support/clinic-at-work.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { nextClock } from '../support/daytime.ts'
import { PLAN } from '../store/a-clinic.ts'

type AtWork = Awaited<ReturnType<typeof clinicAtWork>>

const WELCOME = ['hello', 'Yes, I want this', 'Go on without trying', 'Go on without trying', 'No, not now']

async function says(opened: TestStore, at: AtWork, ...lines: string[]): Promise<string> {
  const before = at.channel.reads(at.address.reveal()).length
  for (const line of lines) {
    await at.says(line)
    await at.work()
    await opened.advanceTestClock(61_000)
    await at.work()
  }
  const read = at.channel.reads(at.address.reveal()).slice(before)
  return read.map(({ text }) => text).join('\n')
}

async function keeping(opened: TestStore, words: string) {
  const at = await clinicAtWork(opened)
  await nextClock(opened, PLAN.zone, '10:00')
  await says(opened, at, ...WELCOME)
  const read = await says(opened, at, 'menu', 'My place', words, 'acorn', 'Yes, ready', '2', '8', 'Ready')
  const again = async () => {
    await says(opened, at, 'stop')
    return says(opened, at, 'menu', 'My place', 'Yes, ready', '2', '8', 'Ready')
  }
  return { at, read, again }
}

eachDatabase("a client's own words (care C12)", (open) => {
  test('what no list knows is quoted at once', async () => {
    const { read } = await keeping(await open(), 'the old oak')
    expect(read).toContain('“the old oak”')
  })

  test('what the lists have a question about is quoted only once the therapist has approved it', async () => {
    const opened = await open()
    const { at, read, again } = await keeping(opened, 'my sister')
    expect(read).not.toContain('my sister')
    expect(read).toContain('your place')
    const console = opened.consoleAs(at.therapist)
    const kept = (await console.clientFile(at.clinic, at.client))!.keepsakes.find(({ kind }) => kind === 'place')!
    const change = { clinic: at.clinic, client: at.client, row: kept.row, by: at.therapist }
    expect(await console.approveKeepsake(change)).toBe('approved')
    expect(await again()).toContain('“my sister”')
  })
})

describe('what may become of words', () => {
  test.each([
    ['the pier', 'free'],
    ['It was not your fault', 'free'],
    ['my sister in the garden', 'ask-therapist'],
    ['I want to die', 'never'],
  ] as const)('%s: %s', (words, verdict) => {
    expect(verdictOf(words, 'en' as Lang)).toBe(verdict)
  })
})
