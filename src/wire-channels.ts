import { Hono } from 'hono'
import { createTelegramChannel, type TelegramChannel } from '../adapters/telegram/index.ts'
import { createTerminalChannel, type TerminalHub } from '../adapters/terminal/index.ts'
import type { Config } from './config.ts'
import type { Channel } from './ports/channel.ts'
import type { Log } from './ports/world.ts'
import type { WebPart } from './web.ts'

/** The channels of a configuration, and what they hang on the web server. */
export interface Channels {
  readonly all: ReadonlyMap<Channel['name'], Channel>
  readonly telegram: TelegramChannel | undefined
  readonly webParts: readonly WebPart[]
}

interface Given {
  readonly hub: TerminalHub
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>
  readonly log: Log
}

/** A channel that is not configured is not made. */
export function channelsOf(config: Config, { hub, wait, log }: Given): Channels {
  const all = new Map<Channel['name'], Channel>([['terminal', createTerminalChannel(hub)]])
  const webParts: WebPart[] = []
  const telegram = config.telegram ? telegramOf(config, wait, log) : undefined
  if (telegram) {
    all.set('telegram', telegram)
    webParts.push({ path: '/telegram', app: new Hono().post('/', (context) => telegram.handle(context.req.raw)) })
  }
  return { all, telegram, webParts }
}

function telegramOf(config: Config, wait: Given['wait'], log: Log): TelegramChannel {
  const { token = '', apiRoot = null, webhookSecret = null } = config.telegram ?? {}
  const webhook =
    webhookSecret !== null && config.publicUrl !== null
      ? { secret: webhookSecret, publicUrl: `${config.publicUrl}/telegram` }
      : null
  return createTelegramChannel({ token, log, wait, ...(apiRoot !== null && { apiRoot }), ...(webhook && { webhook }) })
}
