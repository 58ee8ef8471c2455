import { App, type LogLevel, type Logger, type Receiver, type webApi } from '@slack/bolt'
import type { Beside } from '../../src/ports/channel.ts'
import type { Log } from '../../src/ports/world.ts'
import { ANSWER, homeView, LIST, listView, REVIEW, STAYS } from './blocks.ts'
import { listAt, objectAt, type Payload, textAt } from './payload.ts'
import { receiptOf } from './receipt.ts'
import { answersOf, retract } from './send.ts'
import { COMMAND } from './surface.ts'

export interface BoltOptions {
  readonly token: string
  readonly apiUrl: string | null
  readonly log: Log
  readonly consoleUrl: string | null
  /** A clinician's queue in counts; null: the address is no clinician's. */
  homeOf(address: string): Promise<readonly string[] | null>
  /** What a client reads beside the chat: `slack-in-private`, `slack-home`. */
  readonly beside: Beside
}

const SEND_TIMEOUT_MS = 20_000
const IN_PRIVATE = 'slack-in-private'
const RATING = /^(?:\d|10)$/

/**
 * Bolt with what Slack expects beside any conversation: presses that stop spinning, a home page, a list in a window, a
 * private word to whoever spoke in a channel. What was said is stored before any of this begins (`store-first.ts`).
 */
export function openBolt(options: BoltOptions): App {
  const { token, apiUrl, log } = options
  const app = new App({
    receiver: NO_RECEIVER,
    // One workspace, one token; asking Slack who we are at every delivery would only slow the answer.
    authorize: () => Promise.resolve({ botToken: token }),
    ignoreSelf: false,
    logger: quiet(log),
    clientOptions: clientOptions(apiUrl),
  })
  app.error((error) => {
    log.warn('slack.courtesy-failed', { code: receiptOf(error).code })
    return Promise.resolve()
  })
  inChannels(app, options.beside)
  answers(app, log)
  home(app, options)
  return app
}

/** No retries of its own: the outbox has its own, knows what may be repeated, and a crisis line must not wait behind one that is limited. */
export function clientOptions(apiUrl: string | null): webApi.WebClientOptions {
  return {
    ...(apiUrl !== null && { slackApiUrl: `${apiUrl.replace(/\/+$/, '')}/` }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: SEND_TIMEOUT_MS,
  }
}

/** Whoever spoke in front of others is answered to them alone, and never in the thread (care C22). Without signed words, not there. */
function inChannels(app: App, beside: Beside): void {
  app.event('app_mention', async ({ event, client }) => {
    const text = beside(IN_PRIVATE)
    if (event.user && text !== null) await client.chat.postEphemeral({ channel: event.channel, user: event.user, text })
  })
  app.command(COMMAND, async ({ ack }) => {
    const text = beside(IN_PRIVATE)
    await (text === null ? ack() : ack({ response_type: 'ephemeral', text }))
  })
}

function answers(app: App, log: Log): void {
  app.action(new RegExp(`^${ANSWER.replace('.', '\\.')}`), async ({ ack, body, client }) => {
    await ack()
    const payload = body as unknown as Payload
    const [channel, ts] = [textAt(payload, 'channel', 'id'), textAt(payload, 'message', 'ts')]
    const message = objectAt(payload, 'message')
    if (textAt(listAt(payload, 'actions')[0], 'action_id')?.startsWith(STAYS)) return
    // Answered: its buttons go, so that nobody presses an old one by mistake.
    if (channel && ts && message) await retract(client, { channel, ts, message })
  })
  app.action(LIST, async ({ ack, body, client }) => {
    await ack()
    const payload = body as unknown as Payload
    const trigger = textAt(payload, 'trigger_id')
    const scale = answersOf(objectAt(payload, 'message')).filter(({ label }) => RATING.test(label))
    if (trigger === undefined || scale.length === 0) return
    const place = `${textAt(payload, 'channel', 'id') ?? ''}:${textAt(payload, 'message', 'ts') ?? ''}`
    await client.views.open({ trigger_id: trigger, view: listView(scale, place) })
  })
  app.action(REVIEW, async ({ ack }) => {
    await ack()
  })
  app.view(LIST, async ({ ack }) => {
    await ack()
  })
  for (const event of ['app_uninstalled', 'tokens_revoked'] as const) {
    app.event(event, () => {
      log.error('slack.uninstalled', { event })
      return Promise.resolve()
    })
  }
}

function home(app: App, options: BoltOptions): void {
  app.event('app_home_opened', async ({ event, body, client }) => {
    if (event.tab !== 'home') return
    const lines = await options.homeOf(`${body.team_id}:${event.user}`)
    await client.views.publish({ user_id: event.user, view: homeView(lines, options) })
  })
}

/** Deliveries come through `store-first.ts`. */
const NO_RECEIVER: Receiver = { init: () => {}, start: () => Promise.resolve(), stop: () => Promise.resolve() }

/** Bolt's own log may quote payloads and tokens, so only that it spoke is kept. */
export function quiet(log: Log): Logger {
  return {
    debug: () => {},
    info: () => {},
    warn: () => log.info('slack.bolt-warned'),
    error: () => log.warn('slack.bolt-failed'),
    setLevel: () => {},
    getLevel: () => 'error' as LogLevel,
    setName: () => {},
  }
}
