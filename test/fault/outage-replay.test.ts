import { expect, test } from 'vitest'
import { Private } from '../../src/core/private.ts'
import { clinicAtWork } from '../support/clinic-at-work.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'

/*
 * The service was away and the platform kept what people wrote (care C23): everything is stored and screened before
 * anything is answered, danger goes out before every other reply, its age is told, and nothing resumes.
 */

const MINUTE = 60_000
const WELCOME = ['hello', 'Yes, I want this', 'Go on without trying', 'Go on without trying', 'No, not now']

async function inTheMiddle(opened: TestStore) {
  const at = await clinicAtWork(opened)
  for (const text of [...WELCOME, 'hi', 'My place', 'the old oak', 'acorn', 'Yes, ready', '3', '8', 'Ready']) {
    await at.says(text)
    await at.work()
    await opened.advanceTestClock(61_000)
    await at.work()
  }
  const from = at.channel.reads(at.address.reveal()).length
  const shown = () =>
    at.channel
      .reads(at.address.reveal())
      .slice(from)
      .map(({ text }) => text)
  return { ...at, shown }
}

/** As the platform hands it over after an outage: with the time at which it was written. */
async function wroteAt(at: Awaited<ReturnType<typeof inTheMiddle>>, minutesAgo: number, now: Date, text: string) {
  const platformAt = new Date(now.getTime() - minutesAgo * MINUTE)
  await at.channel.delivers(at.address.reveal(), { kind: 'text', text: new Private(text) }, { platformAt })
}

eachDatabase('after an outage', (open) => {
  test('what was written meanwhile is all screened before any reply, and danger is answered first', async () => {
    const opened = await open()
    const at = await inTheMiddle(opened)
    await opened.advanceTestClock(40 * MINUTE)
    const now = at.world.now()
    await wroteAt(at, 35, now, 'are you there')
    await wroteAt(at, 30, now, 'the sea')
    await wroteAt(at, 20, now, 'I want to kill myself')
    const [flag] = await opened.people.flags(at.clinic)
    expect(flag).toMatchObject({ level: 'red', reasons: [{ rule: 'screen' }] })
    expect(JSON.stringify(flag?.reasons)).toMatch(/late \d+ min/)
    await at.work()
    expect(at.shown()[0]).toMatch(/^Thank you for telling me/)
    expect(at.shown().slice(0, 3).join(' ')).toContain('000')
  })

  test('its age is told on the client’s clock, and nothing of the practice resumes', async () => {
    const opened = await open()
    const at = await inTheMiddle(opened)
    await opened.advanceTestClock(40 * MINUTE)
    await wroteAt(at, 30, at.world.now(), 'the sea')
    await at.work()
    expect(at.shown().join('\n')).toMatch(/You wrote this at ([A-Z]\w+ )?\d\d:\d\d\. I was not working until now\./)
    const input = await opened.store.loadTurn(at.clinic, at.client)
    expect(input).toBeNull()
    await at.says('the sea')
    const later = await opened.store.loadTurn(at.clinic, at.client)
    expect(later?.conversation?.practice).toBeNull()
  })
})
