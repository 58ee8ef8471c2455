import { Api } from 'grammy'
import { HoldfastError } from '../../src/core/errors.ts'
import type { Abilities, Channel } from '../../src/ports/channel.ts'
import type { Log } from '../../src/ports/world.ts'
import { describeBot, type Described } from './description.ts'
import type { InternationalForm } from './international.ts'
import { Listener } from './listen.ts'
import { HOLD_S } from './poll.ts'
import { amend, send, TEXT_LENGTH, TOKEN_BYTES } from './send.ts'

export interface TelegramOptions {
  /** `123456:ABC…` from BotFather. Goes into no log and no error. */
  readonly token: string
  /** Another server that speaks the Bot API, such as an emulator. Without a slash at its end. */
  readonly apiRoot?: string
  /** Present: Telegram calls us at `publicUrl` (the whole address, which must lead to `handle`). Absent: we poll. */
  readonly webhook?: { readonly secret: string; readonly publicUrl: string }
  /** Numbers of the crisis directory in the form that a phone links. */
  readonly numbers?: readonly InternationalForm[]
  /** Where `/numbers/AU` can be opened by a client's phone: our own address, https. Absent: nowhere. */
  readonly pagesAt?: string
  /** What the bot's own description states, in signed words; absent: it stays as it is. */
  readonly described?: Described
  readonly log: Log
  /** Resolves after so many milliseconds. */
  readonly wait: (ms: number) => Promise<void>
}

export interface TelegramChannel extends Channel {
  /** Answers a request at the webhook's address. 404 while polling. */
  readonly handle: (request: Request) => Promise<Response>
  /** The bot's name without @, for pairing links; undefined until Telegram has told it. */
  readonly username: () => string | undefined
  /** Settles when the channel no longer listens: undefined after `stop`, the error when Telegram refused the token. */
  readonly ended: Promise<HoldfastError | undefined>
}

const CAN: Abilities = {
  textLength: TEXT_LENGTH,
  buttons: 100,
  labelLength: 64,
  tokenBytes: TOKEN_BYTES,
  retractButtons: true,
  delete: true,
  pin: true,
  voice: true,
  receipts: true,
}

/** A send without an answer counts as unknown after this; under `LIMITS.claimLeaseMs`, so that no second node sends it meanwhile. */
const SEND_TIMEOUT_S = 20

/**
 * Telegram behind the `Channel` port.
 * @throws HoldfastError `config.invalid` for a token, secret or address that cannot be one.
 */
export function createTelegramChannel(options: TelegramOptions): TelegramChannel {
  checkOptions(options)
  const { token, webhook, log, wait } = options
  const api = new Api(token, { ...rootOf(options), timeoutSeconds: SEND_TIMEOUT_S })
  const holding = new Api(token, { ...rootOf(options), timeoutSeconds: HOLD_S + SEND_TIMEOUT_S })
  const botId = token.slice(0, token.indexOf(':'))
  const listener = new Listener({ api, holding, botId, webhook, log, wait })
  const { numbers = [], pagesAt } = options
  const numbersPage = pagesAt === undefined ? null : (country: string) => `${pagesAt}/numbers/${country}`
  const sending = { api, log, botId, numbers, numbersPage }
  let describing: Promise<void> | undefined
  const ended = Promise.withResolvers<HoldfastError | undefined>()
  return {
    name: 'telegram',
    can: CAN,
    ended: ended.promise,
    username: () => listener.username,
    handle: (request) => listener.handle(request),
    send: (to, message, _key, voice) => send(sending, to, message, voice),
    amend: (to, receiptId, change) => amend(sending, to, receiptId, change),
    start: async (receive) => {
      await listener.start(receive, ended.resolve)
      if (options.described) describing = describeBot(api, log, options.described)
    },
    stop: async () => {
      await listener.stop()
      await describing
    },
  }
}

function rootOf({ apiRoot }: TelegramOptions): { apiRoot?: string } {
  return apiRoot === undefined ? {} : { apiRoot }
}

function checkOptions({ token, apiRoot, webhook }: TelegramOptions): void {
  if (!/^\d+:[\w-]+$/.test(token)) {
    throw new HoldfastError(
      'config.invalid',
      'TELEGRAM_BOT_TOKEN is no bot token. Copy it from BotFather; it looks like 123456:ABC….',
    )
  }
  if (apiRoot?.endsWith('/') === true)
    throw new HoldfastError('config.invalid', 'TELEGRAM_API_ROOT must not end with a slash.')
  // An emulator on this machine may be called back without TLS; Telegram refuses to.
  const isCallable = webhook === undefined || apiRoot !== undefined || /^https:\/\/./.test(webhook.publicUrl)
  if (!isCallable)
    throw new HoldfastError('config.invalid', 'PUBLIC_URL must begin with https://, or Telegram will not call it.')
  if (webhook && !/^[\w-]{1,256}$/.test(webhook.secret)) {
    throw new HoldfastError(
      'config.invalid',
      'TELEGRAM_WEBHOOK_SECRET must be 1 to 256 of the characters A-Z a-z 0-9 _ and -.',
    )
  }
}
