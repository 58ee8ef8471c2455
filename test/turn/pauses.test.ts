import { expect, test } from 'vitest'
import { PLAN } from '../store/a-clinic.ts'
import { clinicAtWork } from '../support/clinic-at-work.ts'
import { nextClock } from '../support/daytime.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'

/* A pause inside a practice on the store: whoever writes during it is heard at once, and STOP leaves nothing of it. */

const WELCOME = ['hello', 'Yes, I want this', 'Go on without trying', 'Go on without trying', 'No, not now']
const TO_THE_PAUSE = ['hi', 'My place', 'the old oak', 'acorn', 'Yes, ready', '3', '8']

async function inAPause(opened: TestStore) {
  const at = await clinicAtWork(opened)
  await nextClock(opened, PLAN.zone, '10:00')
  for (const line of [...WELCOME, ...TO_THE_PAUSE]) {
    await at.says(line)
    await at.work()
  }
  const reads = () => at.channel.reads(at.address.reveal()).map(({ text }) => text)
  expect(reads().at(-1)).toContain('Find a position')
  return { ...at, reads }
}

eachDatabase('a pause', (open) => {
  test('ends at once for whoever writes during it: what was to come comes, and then the answer', async () => {
    const opened = await open()
    const at = await inAPause(opened)
    await opened.advanceTestClock(1_000)
    await at.says('how long does this take')
    await at.work()
    expect(at.reads().slice(-2)).toEqual([
      'Take the time you need.',
      expect.stringContaining('A practice takes a few minutes'),
    ])
  })

  test('is not ended by anything else before its time', async () => {
    const opened = await open()
    const at = await inAPause(opened)
    await opened.advanceTestClock(19_000)
    await at.work()
    expect(at.reads().at(-1)).toContain('Find a position')
    await opened.advanceTestClock(2_000)
    await at.work()
    expect(at.reads().at(-1)).toBe('Take the time you need.')
  })

  test('that STOP ended brings nothing when its time has come (P6)', async () => {
    const opened = await open()
    const at = await inAPause(opened)
    await at.says('stop')
    await at.work()
    const before = at.reads()
    expect(before.at(-1)).toContain('Stopped.')
    await opened.advanceTestClock(60_000)
    await at.work()
    expect(at.reads()).toEqual(before)
  })

  test('that a write ends shortens no wait that the platform asked for', async () => {
    const opened = await open()
    const at = await inAPause(opened)
    await opened.advanceTestClock(21_000)
    at.channel.answersNext({ kind: 'later', ms: 30_000 })
    await at.work()
    await at.says('hm')
    await at.work()
    expect(at.reads().at(-1)).toContain('Find a position')
    await opened.advanceTestClock(31_000)
    await at.work()
    expect(at.reads()).toContain('Take the time you need.')
  })

  test.each(['the latch is raised', 'a clinician takes the conversation'])(
    'during which %s brings nothing more of the practice (P7)',
    async (what) => {
      const opened = await open()
      const at = await inAPause(opened)
      const { clinic, client, therapist: by } = at
      if (what === 'the latch is raised') await opened.people.raiseLatch({ clinic, client, by, reason: 'rang' })
      else await opened.people.takeConversation({ clinic, client, by })
      await at.work()
      await opened.advanceTestClock(60_000)
      await at.work()
      expect(at.reads()).not.toContain('Take the time you need.')
      // And whoever writes reads what is open, or who is there.
      await at.says('hello')
      await at.work()
      expect(at.reads().at(-1)).not.toContain('Find a position')
    },
  )
})
