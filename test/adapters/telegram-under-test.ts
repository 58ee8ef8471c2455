import { createTelegramChannel, type TelegramChannel } from '../../adapters/telegram/index.ts'
import type { Inbound, Media } from '../../src/core/message.ts'
import { Private } from '../../src/core/private.ts'
import type { Log } from '../../src/ports/world.ts'
import { createClock } from './fake-clock.ts'
import { FAULTS, startTelegram, type TelegramEmulator, type TelegramUser } from '../support/telegram/emulator.ts'
import type { ChannelUnderTest } from './channel-under-test.ts'

const CONTENT: Record<Media, object> = {
  voice: { voice: { file_id: 'v1', file_unique_id: 'v', duration: 3 } },
  photo: { photo: [{ file_id: 'p1', file_unique_id: 'p', width: 90, height: 90 }] },
  sticker: { sticker: { file_id: 's1', file_unique_id: 's', type: 'regular', width: 512, height: 512 } },
  other: { location: { latitude: 1, longitude: 1 } },
}
const FAULT = { 'rate-limited': FAULTS.rateLimited, blocked: FAULTS.blocked, gone: FAULTS.gone, lost: 'lost' } as const
export const SECRET = 'a-secret_of-the-webhook'

/** A log that can be read back. */
export function listeningLog(): Log & { text: () => string } {
  const entries: unknown[] = []
  const write = (event: string, fields?: object) => void entries.push([event, fields])
  return { info: write, warn: write, error: write, text: () => JSON.stringify(entries) }
}

/** The Telegram adapter against the emulator, by polling or by webhook. */
export async function telegramUnderTest(how: 'polling' | 'webhook'): Promise<ChannelUnderTest> {
  const telegram = await startTelegram()
  const clock = createClock()
  const log = listeningLog()
  const webhook = { secret: SECRET, publicUrl: 'https://holdfast.example/telegram' }
  const options = { token: telegram.token, apiRoot: telegram.apiRoot, log, wait: clock.wait }
  const channel = createTelegramChannel(how === 'webhook' ? { ...options, webhook } : options)
  telegram.callsWebhook(channel.handle)
  const { world } = telegram
  const user = telegram.user('Robin')
  let receiving: (message: Inbound) => Promise<void> = async () => {}

  const start = async (receive: typeof receiving) => {
    receiving = receive
    await channel.start(receive)
    await world.delivers()
  }
  const drainedOrWaiting = () => Promise.race([clock.someoneWaits(), world.isDrained()])
  return {
    channel,
    start,
    person: personOf(user),
    platform: {
      acknowledged: () => world.forgotten.length,
      onAcknowledged: (told) => void world.on('acknowledged', told),
      drained: () => world.isDrained(),
      passes: async (ms) => {
        if (how === 'webhook') return world.delivers()
        await drainedOrWaiting()
        if (clock.passes(ms) > 0) await drainedOrWaiting()
      },
      repeatsLast: async () => {
        const last = world.forgotten.at(-1)
        if (!last) throw new Error('Nothing was delivered yet.')
        // A bot that was killed between storing and asking for more begins at the front again.
        await channel.stop()
        world.waiting.push(last)
        await start(receiving)
      },
      deliversInWrongOrder: async (first, second) => {
        const both = [first, second].map((text, n) => ({ update_id: 100 + n, ...messageFrom(user, text) }))
        for (const update of both.toReversed()) await world.post(update, SECRET)
      },
      forges: async (text) => (await world.post({ update_id: 1, ...messageFrom(user, text) }, 'guessed')) === 401,
      answersNext: (kind) => telegram.fails('sendMessage', FAULT[kind]),
    },
    logged: log.text,
    close: () => closeAll(channel, telegram),
  }
}

function personOf(user: TelegramUser): ChannelUnderTest['person'] {
  return {
    address: new Private(String(user.chatId)),
    says: (text) => user.says(text),
    taps: (token) => user.presses(token),
    pairs: (code) => user.says(`/start ${code}`),
    sends: (media, caption) => user.sends({ ...CONTENT[media], ...(caption === undefined ? {} : { caption }) }),
    edits: (text) => user.edits(text),
    blocks: () => user.blocks(),
    unblocks: () => user.unblocks(),
    saysInGroup: (text) => user.saysInGroup(text),
    reads: async () => user.screen().map(({ id, text, buttons }) => ({ id: String(id), text, buttons })),
  }
}

function messageFrom(user: TelegramUser, text: string): object {
  const chat = { id: user.chatId, type: 'private', first_name: 'Robin' }
  return { message: { message_id: 5, date: 1_790_000_000, chat, from: { ...chat, is_bot: false }, text } }
}

async function closeAll(channel: TelegramChannel, telegram: TelegramEmulator): Promise<void> {
  await channel.stop()
  await telegram.close()
}
