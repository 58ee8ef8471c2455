import { createSlackChannel, type SlackOptions } from '../../../adapters/slack/index.ts'
import { Private } from '../../../src/core/private.ts'
import type { Log } from '../../../src/ports/world.ts'
import { signed, startSlackApi, type PostedMessage } from './slack-api.ts'
import type { ChannelUnderTest, ReadMessage } from '../channel-under-test.ts'
import { beside } from '../../support/beside.ts'

export const SECRET = 'a signing secret for tests'
export const TEAM = 'T1'
export const USER = 'U1'
export const TOKEN = 'xoxb-1-a-token-for-tests'
export const NOW = new Date('2026-09-21T14:13:20Z')

type Payload = Record<string, unknown>

/** The channel over a Slack on this machine, and a log that can be read. */
export async function slackAtHand(change: Partial<SlackOptions> = {}) {
  const api = await startSlackApi()
  const logged: string[] = []
  const write = (event: string, fields?: object) => void logged.push(`${event} ${JSON.stringify(fields ?? {})}`)
  const log: Log = { info: write, warn: write, error: write }
  const channel = createSlackChannel({
    token: TOKEN,
    signingSecret: SECRET,
    appToken: null,
    apiUrl: api.apiUrl,
    consoleUrl: null,
    homeOf: async () => null,
    beside,
    now: () => NOW,
    wait: async () => {},
    log,
    ...change,
  })
  return { api, channel, logged: () => logged.join('\n') }
}

/** How deliveries reach the channel; resolves with whether it acknowledged. */
export type Deliver = (payload: Payload, form?: 'event' | 'interactive' | 'command') => Promise<boolean>

export function byHttp(channel: ReturnType<typeof createSlackChannel>, secret = SECRET): Deliver {
  return async (payload, form = 'event') => {
    const type = form === 'event' ? 'application/json' : 'application/x-www-form-urlencoded'
    return (await channel.handle(signed(bodyOf(payload, form), { secret, at: NOW, type }))).ok
  }
}

function bodyOf(payload: Payload, form: 'event' | 'interactive' | 'command'): string {
  if (form === 'event') return JSON.stringify(payload)
  if (form === 'command') return new URLSearchParams(payload as Record<string, string>).toString()
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
}

let events = 0
export const message = (event: Payload, id = `Ev${++events}`): Payload => ({
  type: 'event_callback',
  team_id: TEAM,
  event_id: id,
  event: { type: 'message', channel_type: 'im', channel: `D${USER}`, user: USER, ts: '1789999999.000100', ...event },
})

export const press = (value: string, change: Payload = {}): Payload => ({
  type: 'block_actions',
  team: { id: TEAM },
  user: { id: USER, name: 'robin' },
  trigger_id: `trigger-${++events}`,
  channel: { id: `D${USER}` },
  actions: [{ type: 'button', action_id: 'answer.0', value, action_ts: `1789999999.${events}` }],
  ...change,
})

/** Slack with somebody who writes to it, and a Slack that delivers again what was not acknowledged. */
export async function slackUnderTest(): Promise<ChannelUnderTest> {
  const { api, channel, logged } = await slackAtHand()
  const deliver = byHttp(channel)
  const sender = createSender(deliver)
  const unsupported = () => Promise.reject(new Error('Slack cannot do that: excuse the rule.'))
  return {
    channel,
    start: (receive) => channel.start(receive),
    person: {
      address: new Private(`${TEAM}:${USER}`),
      says: (text) => sender.sends(message({ text: escaped(text) })),
      taps: (token) => sender.sends(press(token), 'interactive'),
      pairs: (code) => sender.sends(message({ text: code })),
      sends: (media, caption) =>
        sender.sends(message({ subtype: 'file_share', text: caption ?? '', files: [FILES[media]] })),
      edits: (text) =>
        sender.sends(
          message({ subtype: 'message_changed', user: undefined, message: { user: USER, text, edited: {} } }),
        ),
      blocks: unsupported,
      unblocks: unsupported,
      saysInGroup: (text) => sender.sends(message({ text, channel_type: 'channel', channel: 'C1' })),
      reads: async () => api.messages.map(shown),
    },
    platform: {
      acknowledged: () => sender.acknowledged(),
      onAcknowledged: (told) => sender.onAcknowledged(told),
      drained: () => sender.again(),
      passes: () => sender.again(),
      repeatsLast: () => sender.repeatsLast(),
      deliversInWrongOrder: async (first, second) => {
        const [one, other] = [message({ text: first }), message({ text: second })]
        await deliver(other)
        await deliver(one)
      },
      forges: async (text) => !(await byHttp(channel, 'another secret')(message({ text }))),
      answersNext: (how) => api.fails('chat.postMessage', FAULTS[how]),
    },
    logged: () => `${logged()} ${logged().includes(TOKEN) ? 'THE TOKEN' : ''}`,
    close: async () => {
      await channel.stop()
      await api.close()
    },
  }
}

const FAULTS = {
  'rate-limited': 'ratelimited',
  blocked: 'messages_tab_disabled',
  gone: 'channel_not_found',
  lost: 'lost',
}
const FILES = {
  voice: { mimetype: 'audio/webm' },
  photo: { mimetype: 'image/jpeg' },
  sticker: { mimetype: 'image/webp' },
  other: { mimetype: 'application/pdf' },
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

export function shown({ channel, ts, blocks }: PostedMessage): ReadMessage {
  const sections = blocks.filter((block) => block['type'] === 'section')
  const elements = blocks.flatMap((block) => (block['elements'] ?? []) as Payload[])
  return {
    id: `${channel}:${ts}`,
    text: sections.map((block) => (block['text'] as Payload)['text']).join('\n\n'),
    buttons: elements
      .filter((element) => String(element['action_id']).startsWith('answer.'))
      .map((element) => ({ label: String((element['text'] as Payload)['text']), token: String(element['value']) })),
  }
}

/** Delivers in order and again what was not acknowledged, as Slack does with events. */
function createSender(deliver: Deliver) {
  const owed: { payload: Payload; form: 'event' | 'interactive' | 'command' }[] = []
  let last: (typeof owed)[number] | undefined
  let acknowledged = 0
  let told = () => {}
  const again = async () => {
    while (owed[0] && (await deliver(owed[0].payload, owed[0].form))) {
      last = owed.shift()
      acknowledged++
      told()
    }
  }
  return {
    sends: (payload: Payload, form: 'event' | 'interactive' | 'command' = 'event') => {
      owed.push({ payload, form })
      return again()
    },
    again,
    acknowledged: () => acknowledged,
    onAcknowledged: (tell: () => void) => {
      told = tell
    },
    repeatsLast: async () => {
      if (last) await deliver(last.payload, last.form)
    },
  }
}
