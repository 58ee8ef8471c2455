import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTelegramChannel, type TelegramChannel, type TelegramOptions } from '../../adapters/telegram/index.ts'
import type { Inbound } from '../../src/core/message.ts'
import { FAULTS, startTelegram, type TelegramEmulator, type TelegramUser } from '../support/telegram/emulator.ts'
import { createClock, type FakeClock } from './fake-clock.ts'
import { notice } from './sample-messages.ts'
import { listeningLog } from './telegram-under-test.ts'

let telegram: TelegramEmulator
let clock: FakeClock
let log: ReturnType<typeof listeningLog>
let robin: TelegramUser
const channels: TelegramChannel[] = []

beforeEach(async () => {
  telegram = await startTelegram()
  robin = telegram.user('Robin')
  clock = createClock()
  log = listeningLog()
})
afterEach(async () => {
  for (const channel of channels.splice(0)) await channel.stop()
  await telegram.close()
})

function create(options: Partial<TelegramOptions> = {}): TelegramChannel {
  const channel = createTelegramChannel({
    token: telegram.token,
    apiRoot: telegram.apiRoot,
    log,
    wait: clock.wait,
    ...options,
  })
  channels.push(channel)
  return channel
}

async function called(method: string, times = 1): Promise<void> {
  while (telegram.world.calls.filter((call) => call.method === method).length < times)
    await once(telegram.world, 'call')
}

/** Lets time go by, wait after wait, until it is so. */
async function roundsUntil(isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    await Promise.race([clock.someoneWaits(), telegram.world.isDrained()])
    clock.passes(2000)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function offsets(): unknown[] {
  return telegram.world.calls.filter((call) => call.method === 'getUpdates').map((call) => call.body['offset'])
}

describe('the polling loop', () => {
  test('takes the webhook away without dropping what waits, and asks for four kinds of update', async () => {
    await create().start(async () => {})
    await called('getUpdates')
    const [me, hook, updates] = telegram.world.calls
    expect([me?.method, hook?.method]).toEqual(['getMe', 'deleteWebhook'])
    expect(hook?.body).toEqual({ drop_pending_updates: false })
    expect(updates?.body['allowed_updates']).toEqual(['message', 'edited_message', 'callback_query', 'my_chat_member'])
  })

  test('moves its offset past an update only after that update was stored', async () => {
    let isDown = true
    const stored: Inbound[] = []
    await create().start(async (message) => {
      if (isDown) throw new Error('the store is away')
      stored.push(message)
    })
    await robin.says('one')
    await robin.says('two')
    await clock.someoneWaits()
    expect(telegram.world.forgotten).toEqual([])
    expect(offsets().every((offset) => offset === 0)).toBe(true)
    isDown = false
    clock.passes(1000)
    await telegram.world.isDrained()
    expect(stored).toHaveLength(2)
    expect(offsets().at(-1)).toBe(7003)
  })

  test('is patient with an update for three seconds, then tries it every two', async () => {
    await create().start(async () => Promise.reject(new Error('the store is away')))
    await robin.says('one')
    const waits: number[] = []
    for (let attempt = 0; attempt < 6; attempt++) {
      await clock.someoneWaits()
      waits.push(clock.waits[0] ?? 0)
      clock.passes(2000)
    }
    expect(waits).toEqual([200, 1000, 2000, 2000, 2000, 2000])
    expect(log.text()).toContain('telegram.not-stored')
  })

  test('hears those behind an update that cannot be stored, and keeps that one', async () => {
    const stored: string[] = []
    let isBroken = true
    await create().start(async ({ body }) => {
      const text = body.kind === 'text' ? body.text.reveal() : ''
      if (text === 'one' && isBroken) throw new Error('this row is refused')
      stored.push(text)
    })
    await robin.says('one')
    const sam = telegram.user('Sam')
    await sam.says('STOP')
    await robin.says('three')
    await roundsUntil(() => stored.length === 2)
    expect(stored).toEqual(['STOP', 'three'])
    expect(telegram.world.forgotten).toEqual([])
    expect(offsets().every((offset) => offset === 7001 || offset === 0)).toBe(true)
    isBroken = false
    await roundsUntil(() => telegram.world.forgotten.length === 3)
    expect(stored).toEqual(['STOP', 'three', 'one'])
  })

  test('keeps the order of what piled up while the store was away', async () => {
    const stored: string[] = []
    const offered: string[] = []
    let isDown = true
    await create().start(async ({ body }) => {
      const text = body.kind === 'text' ? body.text.reveal() : ''
      offered.push(text)
      if (isDown) throw new Error('the store is away')
      stored.push(text)
    })
    for (const text of ['one', 'two', 'STOP', 'four']) await robin.says(text)
    await roundsUntil(() => new Set(offered).size === 4)
    isDown = false
    await roundsUntil(() => telegram.world.forgotten.length === 4)
    expect(stored).toEqual(['one', 'two', 'STOP', 'four'])
  })

  test('is not ended by an empty answer, and begins to count anew after it', async () => {
    await create().start(async () => {})
    await robin.says('good morning')
    await telegram.world.isDrained()
    telegram.release()
    await called('getUpdates', 3)
    await robin.says('still there?')
    await telegram.world.isDrained()
    expect(telegram.world.forgotten).toHaveLength(2)
    expect(offsets()).toEqual([0, 7002, 0, 7003])
  })

  test('honours a 429 for as long as Telegram asks', async () => {
    telegram.fails('getUpdates', FAULTS.rateLimited)
    await create().start(async () => {})
    await clock.someoneWaits()
    expect(clock.waits).toEqual([7000])
    clock.passes(7000)
    await called('getUpdates', 2)
  })

  test('waits and tries again when another process polls, and says what to do', async () => {
    telegram.fails('getUpdates', FAULTS.conflict, FAULTS.conflict)
    await create().start(async () => {})
    for (const _time of [1, 2]) {
      await clock.someoneWaits()
      clock.passes(5000)
    }
    await robin.says('good morning')
    await telegram.world.isDrained()
    expect(log.text()).toContain('telegram.conflict')
    expect(log.text()).toContain('Stop the other one')
  })

  test.each(['reset', 'garbage', FAULTS.broken] as const)('outlives %j', async (fault) => {
    telegram.fails('getUpdates', fault)
    await create().start(async () => {})
    await clock.someoneWaits()
    expect(clock.waits).toEqual([1000])
    clock.passes(1000)
    await robin.says('good morning')
    await telegram.world.isDrained()
    expect(log.text()).toContain('telegram.unreachable')
  })

  test('passes over an update that breaks the platform promises, and tells it', async () => {
    const stored: Inbound[] = []
    await create().start(async (message) => void stored.push(message))
    await telegram.inject({ message: {} as never })
    await robin.says('good morning')
    await telegram.world.isDrained()
    expect(stored).toHaveLength(1)
    expect(log.text()).toContain('telegram.unreadable')
  })

  test('ends with config.invalid when the token is withdrawn', async () => {
    const channel = create()
    await channel.start(async () => {})
    await called('getUpdates')
    telegram.fails('getUpdates', FAULTS.unauthorised)
    telegram.release()
    expect(await channel.ended).toMatchObject({ code: 'config.invalid' })
  })

  test('stops while Telegram holds its request, and while it waits', async () => {
    const holding = create()
    await holding.start(async () => {})
    await called('getUpdates')
    await holding.stop()
    expect(await holding.ended).toBeUndefined()
    telegram.fails('getUpdates', FAULTS.conflict)
    const waiting = create()
    await waiting.start(async () => {})
    await clock.someoneWaits()
    await waiting.stop()
    expect(await waiting.ended).toBeUndefined()
  })
})

describe('the start', () => {
  test('refuses a token that Telegram does not know', async () => {
    const channel = create({ token: '110201543:AAwrong' })
    await expect(channel.start(async () => {})).rejects.toMatchObject({ code: 'config.invalid' })
  })

  test('goes on behind when Telegram cannot be reached yet', async () => {
    telegram.fails('getMe', 'reset', 'reset')
    const channel = create()
    await channel.start(async () => {})
    expect(channel.username()).toBeUndefined()
    for (const _time of [1, 2]) {
      await clock.someoneWaits()
      clock.passes(5000)
    }
    await called('getUpdates')
    expect(channel.username()).toBe('TestNameBot')
  })

  test.each([
    [{ token: 'no token' }, 'TELEGRAM_BOT_TOKEN'],
    [{ apiRoot: 'http://127.0.0.1:1/' }, 'TELEGRAM_API_ROOT'],
    [{ webhook: { secret: 'no spaces', publicUrl: 'https://holdfast.example' } }, 'TELEGRAM_WEBHOOK_SECRET'],
  ])('names what is wrong in %j', (options, name) => {
    expect(() => create(options)).toThrow(name)
  })

  test('refuses a public address without TLS', () => {
    const webhook = { secret: 'a-secret', publicUrl: 'http://holdfast.example/telegram' }
    const { token } = telegram
    expect(() => createTelegramChannel({ token, webhook, log, wait: clock.wait })).toThrow('PUBLIC_URL')
  })
})

describe('courtesies', () => {
  test('a tap is answered once, before the store takes it and however old it is', async () => {
    let isDown = true
    await create().start(async () => {
      if (isDown) throw new Error('the store is away')
    })
    await robin.presses('ask-00000000.ready')
    await called('answerCallbackQuery')
    await clock.someoneWaits()
    isDown = false
    clock.passes(1000)
    await telegram.world.isDrained()
    telegram.fails('answerCallbackQuery', { error_code: 400, description: 'Bad Request: query is too old' })
    await robin.presses('ask-00000000.ready')
    await telegram.world.isDrained()
    expect(telegram.world.calls.filter((call) => call.method === 'answerCallbackQuery')).toHaveLength(2)
  })

  test('a group that the bot was put into is left', async () => {
    await create().start(async () => {})
    const bot = { id: 110201543, is_bot: true, first_name: 'Ten minutes' }
    const member = (status: string) => ({ user: bot, status })
    const chat = { id: -1001234567890, type: 'supergroup', title: 'Neighbours' }
    const change = { chat, from: bot, date: 1, old_chat_member: member('left'), new_chat_member: member('member') }
    await telegram.inject({ my_chat_member: change as never })
    await telegram.world.isDrained()
    await called('leaveChat')
    expect(telegram.world.calls).toContainEqual({ method: 'leaveChat', body: { chat_id: -1001234567890 } })
  })
})

describe('end to end', () => {
  test('a person reads, taps and answers', async () => {
    const channel = create()
    await channel.start(async ({ address, body }) => {
      const said = body.kind === 'text' ? body.text.reveal() : body.kind
      await channel.send(address, notice(`You: ${said}`, [{ label: 'Ready', token: 'ask-00000001.ready' }]), 'k')
    })
    await robin.says('good morning')
    expect(await robin.sees()).toMatchObject({ text: 'You: good morning' })
    await robin.taps('Ready')
    expect(await robin.sees()).toMatchObject({ text: 'You: choice' })
    const sam = telegram.user('Sam')
    await sam.says('and me')
    expect(await sam.sees()).toMatchObject({ text: 'You: and me' })
    expect(robin.screen()).toHaveLength(2)
  })
})
