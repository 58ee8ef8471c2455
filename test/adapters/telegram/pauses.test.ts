import { setImmediate as nextTick } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTelegramChannel, type TelegramChannel } from '../../../adapters/telegram/index.ts'
import { aClinic, PLAN } from '../../store/a-clinic.ts'
import { aNode, silentLog } from '../../support/clinic-at-work.ts'
import { openMemoryStore } from '../../support/database.ts'
import { nextClock } from '../../support/daytime.ts'
import { type TelegramEmulator } from '../../support/telegram/emulator.ts'
import { aroundTelegram, onTelegram } from './on-telegram.ts'

/* What a phone does at the end of a pause, as the client chose it, and in the rest of a practice (care C20). */

let telegram: TelegramEmulator
let opened: Awaited<ReturnType<typeof openMemoryStore>>
let at: Awaited<ReturnType<typeof aClinic>>
let node: Awaited<ReturnType<typeof aNode>>
let channel: TelegramChannel

beforeAll(async () => {
  ;({ telegram, opened, at, node } = await aroundTelegram())
  await nextClock(opened, PLAN.zone, '10:00')
  const { token, apiRoot } = telegram
  channel = createTelegramChannel({ token, apiRoot, log: silentLog, wait: () => nextTick() })
  await channel.start((message) => node.receive(message, channel))
})
afterAll(async () => {
  await channel.stop()
  await telegram.close()
  await opened.close()
})

/** Welcomed, with a choice of how pauses end, in the first pause of a practice. */
async function inAPause(choice: string) {
  const here = await onTelegram({ opened, at, node, telegram }, channel)
  const { user, settle } = here
  await opened.people.confirmLink(at.clinic, here.link, 'Robin Reed')
  const does = async (work: Promise<unknown>) => {
    await work
    await telegram.world.isDrained()
    await settle()
  }
  await does(user.says('hello'))
  for (const label of ['Yes, I want this', 'Go on without trying', 'Go on without trying', 'No, not now'])
    await does(user.taps(label))
  await does(user.says('hi'))
  for (const label of ['More practices', 'My words and pauses', 'How pauses end', choice]) await does(user.taps(label))
  await does(user.says('hi'))
  const before = user.screen().length
  for (const label of ['My place', 'Skip', 'Yes, ready', '3', '8']) await does(user.taps(label))
  const since = () => user.screen().slice(before)
  return { ...here, does, since }
}

test('eyes closed: one sound at the end of each pause, and silence everywhere else in the practice', async () => {
  const { user, does, settle, since } = await inAPause('I close my eyes')
  expect(since().every(({ silent }) => silent)).toBe(true)
  await opened.advanceTestClock(21_000)
  await settle()
  expect(since().at(-1)).toMatchObject({ text: 'Take the time you need.', silent: false, protected: true })
  await does(user.taps('Ready'))
  expect(since().at(-1)).toMatchObject({ silent: true })
  await does(user.says('stop'))
  const { length } = since()
  expect(since().at(-1)?.text).toContain('Stopped.')
  await opened.advanceTestClock(60_000)
  await settle()
  expect(since()).toHaveLength(length)
})

test('by [Next]: nothing comes by itself, and what comes is silent', async () => {
  const { user, does, settle, since } = await inAPause('I tap Next')
  const { length } = since()
  expect(
    since()
      .at(-1)
      ?.buttons.map(({ label }) => label),
  ).toEqual(['Next', 'It does not feel right', 'Stop', 'I am not OK'])
  await opened.advanceTestClock(60_000)
  await settle()
  expect(since()).toHaveLength(length)
  await does(user.taps('Next'))
  expect(since().at(-1)).toMatchObject({ text: 'Take the time you need.', silent: true })
})
