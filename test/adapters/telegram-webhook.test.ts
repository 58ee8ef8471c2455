import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTelegramChannel, type TelegramChannel } from '../../adapters/telegram/index.ts'
import type { Inbound } from '../../src/core/message.ts'
import { startTelegram, type TelegramEmulator, type TelegramUser } from '../support/telegram/emulator.ts'
import { createClock } from './fake-clock.ts'
import { listeningLog, SECRET } from './telegram-under-test.ts'

let telegram: TelegramEmulator
let channel: TelegramChannel
let robin: TelegramUser
let stored: Inbound[]
let isDown: boolean
const log = listeningLog()
const clock = createClock()

beforeEach(async () => {
  telegram = await startTelegram()
  robin = telegram.user('Robin')
  stored = []
  isDown = false
  channel = createTelegramChannel({
    token: telegram.token,
    apiRoot: telegram.apiRoot,
    webhook: { secret: SECRET, publicUrl: 'https://holdfast.example/telegram' },
    log,
    wait: clock.wait,
  })
  telegram.callsWebhook(channel.handle)
})
afterEach(async () => {
  await channel.stop()
  await telegram.close()
})

async function starts(): Promise<void> {
  await channel.start(async (message) => {
    if (isDown) throw new Error('the store is away')
    stored.push(message)
  })
}

const UPDATE = JSON.stringify({
  update_id: 1,
  message: { message_id: 1, date: 1, chat: { id: 5, type: 'private' }, text: 'hello' },
})

async function post(
  body: string | ReadableStream,
  headers: Record<string, string> = { 'x-telegram-bot-api-secret-token': SECRET },
): Promise<number> {
  const request = new Request('https://holdfast.example/telegram', {
    method: 'POST',
    body,
    headers,
    duplex: 'half',
  })
  return (await channel.handle(request)).status
}

describe('the webhook', () => {
  test('is set with its secret and the four kinds of update', async () => {
    await starts()
    expect(telegram.world.calls.at(-1)).toEqual({
      method: 'setWebhook',
      body: {
        url: 'https://holdfast.example/telegram',
        secret_token: SECRET,
        allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
      },
    })
  })

  test('answers 200 once the update is stored', async () => {
    await starts()
    expect(await post(UPDATE)).toBe(200)
    expect(stored).toHaveLength(1)
  })

  test('answers 503 while the store is away, and takes the update when it comes again', async () => {
    await starts()
    isDown = true
    await robin.says('good morning')
    expect(telegram.world.waiting).toHaveLength(1)
    isDown = false
    await telegram.world.delivers()
    expect(telegram.world.waiting).toHaveLength(0)
    expect(stored).toHaveLength(1)
  })

  test.each([[{}], [{ 'x-telegram-bot-api-secret-token': '' }], [{ 'x-telegram-bot-api-secret-token': `${SECRET}x` }]])(
    'answers 401 to %j and reads nothing',
    async (headers) => {
      await starts()
      expect(await post(UPDATE, headers)).toBe(401)
      expect(stored).toEqual([])
    },
  )

  test('answers 400 to what is no update', async () => {
    await starts()
    for (const body of ['', 'no json', '[]', 'null', '{}', '{"update_id":"1"}'])
      expect([body, await post(body)]).toEqual([body, 400])
  })

  test('answers 413 to a body over a mebibyte, told or untold', async () => {
    await starts()
    const large = 'x'.repeat(1024 * 1024 + 1)
    expect(await post(large)).toBe(413)
    const untold = new ReadableStream({
      start: (stream) => {
        for (let part = 0; part < 17; part++) stream.enqueue(new TextEncoder().encode('x'.repeat(64 * 1024)))
        stream.close()
      },
    })
    expect(await post(untold)).toBe(413)
  })

  test('answers 405 to anything but POST, 503 before the start and after the stop', async () => {
    expect((await channel.handle(new Request('https://holdfast.example/telegram'))).status).toBe(405)
    expect(await post(UPDATE)).toBe(503)
    await starts()
    await channel.stop()
    expect(await post(UPDATE)).toBe(503)
  })

  test('answers 200 to an update that is nothing for us', async () => {
    await starts()
    expect(await post('{"update_id":2,"poll":{}}')).toBe(200)
    expect(stored).toEqual([])
  })

  test('is set later when Telegram cannot be reached at the start', async () => {
    telegram.fails('setWebhook', 'reset')
    await starts()
    await clock.someoneWaits()
    clock.passes(5000)
    await robin.says('good morning')
    await telegram.world.isDrained()
    expect(stored).toHaveLength(1)
  })

  test('is nobody at all while polling', async () => {
    const polling = createTelegramChannel({ token: telegram.token, apiRoot: telegram.apiRoot, log, wait: clock.wait })
    expect((await polling.handle(new Request('https://holdfast.example/telegram', { method: 'POST' }))).status).toBe(
      404,
    )
  })
})
