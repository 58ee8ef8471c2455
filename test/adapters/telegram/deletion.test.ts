import { setImmediate as nextTick } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTelegramChannel, type TelegramChannel } from '../../../adapters/telegram/index.ts'
import { createClearChats } from '../../../src/turn/clear-chats.ts'
import { settingsIn } from '../../../src/wire-duty.ts'
import { tableOver } from '../../cli/table.ts'
import { aClinic } from '../../store/a-clinic.ts'
import { aNode, signAll, silentLog } from '../../support/clinic-at-work.ts'
import { openMemoryStore } from '../../support/database.ts'
import { FakeChannel } from '../../support/fake-channel.ts'
import { startTelegram, type TelegramEmulator } from '../../support/telegram/emulator.ts'
import { onTelegram } from './on-telegram.ts'

/* What clients write goes from their chat where the clinic wants it, within the 48 hours that Telegram allows. */

const HOUR = 3_600_000
let telegram: TelegramEmulator
let opened: Awaited<ReturnType<typeof openMemoryStore>>
let at: Awaited<ReturnType<typeof aClinic>>
let node: Awaited<ReturnType<typeof aNode>>
let channel: TelegramChannel
let run: ReturnType<typeof tableOver>

beforeAll(async () => {
  ;[telegram, opened] = await Promise.all([startTelegram(), openMemoryStore()])
})
beforeEach(async () => {
  at = await aClinic(opened)
  await signAll(opened, at.clinic)
  node = await aNode(opened, at, new FakeChannel())
  const { token, apiRoot } = telegram
  channel = createTelegramChannel({ token, apiRoot, log: silentLog, wait: () => nextTick() })
  run = tableOver(opened, at)
  telegram.world.calls.splice(0)
})
afterAll(async () => {
  await telegram.close()
  await opened.close()
})

const clear = () =>
  createClearChats({
    store: opened.store,
    channels: new Map([['telegram', channel]]),
    settingsOf: settingsIn(opened),
    log: silentLog,
  })(at.clinic)

/** A client who has written once, and been answered. */
async function somebodyWrote(words: string) {
  const one = await onTelegram({ opened, at, node, telegram }, channel)
  await opened.people.confirmLink(at.clinic, one.link, 'Robin Reed')
  await channel.start((message) => node.receive(message, channel))
  await one.user.says(words)
  await telegram.world.isDrained()
  await channel.stop()
  await one.settle()
  return one
}

const deleted = () =>
  telegram.world.calls.filter(({ method }) => method === 'deleteMessage').map(({ body }) => String(body['chat_id']))

test('nothing goes where the clinic has not decided it', async () => {
  await somebodyWrote('hello')
  await opened.advanceTestClock(30 * HOUR)
  expect(await clear()).toBe(0)
  expect(deleted()).toEqual([])
})

test('what was written goes after its hours, once, and the transcript keeps it', async () => {
  await run('people.deletion', { after: '24' })
  const { client, user } = await somebodyWrote('hello there')
  expect(await clear()).toBe(0)
  await opened.advanceTestClock(25 * HOUR)
  // Telegram still has it, as the emulator cannot show.
  for (const id of Array.from({ length: 50 }, (_none, n) => n)) telegram.world.theirs.add(`${user.chatId}:${id}`)
  expect(await clear()).toBe(1)
  await opened.advanceTestClock(HOUR)
  expect(await clear()).toBe(0)
  expect(deleted()).toEqual([String(user.chatId)])
  const kept = await opened.consoleAs(at.therapist).conversation(at.clinic, client)
  const theirs = kept?.entries.find(({ who }) => who === 'client')
  expect(theirs?.words?.reveal()).toBe('hello there')
})

test('what Telegram refuses, and what was not tried in time, is counted by doctor', async () => {
  await run('people.deletion', { after: '24' })
  await somebodyWrote('one')
  await opened.advanceTestClock(25 * HOUR)
  telegram.fails('deleteMessage', { error_code: 400, description: "Bad Request: message can't be deleted" })
  expect(await clear()).toBe(0)
  await somebodyWrote('two')
  await opened.advanceTestClock(49 * HOUR)
  expect(await clear()).toBe(0)
  expect((await opened.people.health(at.clinic)).notCleared).toBe(2)
  const { findings } = (await run('people.doctor', {})) as { findings: { check: string; says: string }[] }
  expect(findings.find(({ check }) => check === 'deletion')?.says).toContain('2 messages')
})

test('without an answer it is tried again, and what stood there before the decision stays', async () => {
  await somebodyWrote('before')
  await opened.advanceTestClock(HOUR)
  await run('people.deletion', { after: '2' })
  const { user } = await somebodyWrote('after')
  await opened.advanceTestClock(3 * HOUR)
  telegram.fails('deleteMessage', 'reset')
  expect(await clear()).toBe(0)
  expect(await clear()).toBe(0)
  await opened.advanceTestClock(6 * 60_000)
  expect(await clear()).toBe(1)
  expect(new Set(deleted())).toEqual(new Set([String(user.chatId)]))
  await run('people.deletion', { after: 'off' })
  expect((await settingsIn(opened)(at.clinic))?.deletion).toBeUndefined()
})
