import { webApi } from '@slack/bolt'
import { HoldfastError } from '../../src/core/errors.ts'
import type { Abilities, Beside, Channel } from '../../src/ports/channel.ts'
import type { Log } from '../../src/ports/world.ts'
import { LABEL_LENGTH, SECTION_LENGTH } from './blocks.ts'
import { clientOptions, openBolt, quiet } from './bolt.ts'
import { answerSlack } from './http.ts'
import { amend, send, type Sending, TOKEN_BYTES } from './send.ts'
import { SlackSocket } from './socket.ts'
import { StoreFirst } from './store-first.ts'

export interface SlackOptions {
  /** `xoxb-…`. Goes into no log and no error. */
  readonly token: string
  /** Slack calls us, and proves itself by this. */
  readonly signingSecret: string | null
  /** `xapp-…`: we call Slack instead (Socket Mode). Wins where both are given. */
  readonly appToken: string | null
  /** Another server that speaks the Web API, such as an emulator. */
  readonly apiUrl: string | null
  /** Where clinicians open their queue; null: no address of ours is known. */
  readonly consoleUrl: string | null
  /** A clinician's queue in counts; null: the address is no clinician's. */
  homeOf(address: string): Promise<readonly string[] | null>
  /** What a client reads beside the chat, signed. */
  readonly beside: Beside
  readonly now: () => Date
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>
  readonly log: Log
}

export interface SlackChannel extends Channel {
  /** Answers a request at the app's address. 404 in Socket Mode. */
  readonly handle: (request: Request) => Promise<Response>
}

const CAN: Abilities = {
  textLength: SECTION_LENGTH,
  buttons: 40,
  labelLength: LABEL_LENGTH,
  tokenBytes: TOKEN_BYTES,
  retractButtons: true,
  delete: true,
  pin: false,
  voice: false,
  receipts: true,
}

/**
 * Slack behind the `Channel` port: direct messages of one workspace, by HTTP or Socket Mode.
 * @throws HoldfastError `config.invalid` where neither a signing secret nor an app token is given.
 */
export function createSlackChannel(options: SlackOptions): SlackChannel {
  const { signingSecret, appToken, apiUrl, log, consoleUrl, now } = options
  if (signingSecret === null && appToken === null) {
    throw new HoldfastError(
      'config.invalid',
      'SLACK_SIGNING_SECRET is missing. Copy it from the app, or set SLACK_APP_TOKEN.',
    )
  }
  const app = openBolt(options)
  const client = new webApi.WebClient(options.token, { ...clientOptions(apiUrl), logger: quiet(log) })
  const deliveries = new StoreFirst(app, client, log)
  const sending: Sending = { client, log, reviewUrl: consoleUrl, chats: new Map() }
  let socket: SlackSocket | undefined
  return {
    name: 'slack',
    can: CAN,
    handle: (request) =>
      signingSecret === null || appToken !== null
        ? Promise.resolve(new Response(null, { status: 404 }))
        : answerSlack({ signingSecret, deliveries, now, log }, request),
    start: async (receive) => {
      deliveries.receive = receive
      if (appToken === null) return
      socket = new SlackSocket({ ...options, appToken, apiUrl, deliveries })
      socket.open()
    },
    stop: async () => {
      deliveries.receive = undefined
      await socket?.close()
      socket = undefined
      await deliveries.settled()
    },
    send: (to, message) => send(sending, to, message),
    amend: async (_to, receiptId, change) =>
      change === 'pin' || change === 'unpin' ? 'unsupported' : amend(sending, receiptId, change),
  }
}
