import { Hono } from 'hono'
import { createTelegramChannel, type TelegramChannel } from '../adapters/telegram/index.ts'
import { createTerminalChannel, type TerminalHub } from '../adapters/terminal/index.ts'
import { createMailChannel } from '../adapters/mail/index.ts'
import { createWebhookChannel, webhookKey, type WebhookChannel } from '../adapters/webhook/index.ts'
import type { Config } from './config.ts'
import type { ClinicId } from './core/ids.ts'
import type { Beside, Channel } from './ports/channel.ts'
import { crisisFacts, internationalForms } from './rails/crisis-directory.ts'
import type { Log, World } from './ports/world.ts'
import type { OpenedStore } from './store/open-store.ts'
import type { WebPart } from './web.ts'
import { slackOf } from './wire-slack.ts'
import { webOf } from './wire-web.ts'

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
  readonly opened: OpenedStore
  readonly clinic: ClinicId
  readonly world: World
  /** The clinic is the demo clinic. */
  readonly demo: boolean
  readonly beside: Beside
}

/** A channel that is not configured is not made. */
export function channelsOf(config: Config, given: Given): Channels {
  const { hub, log } = given
  const all = new Map<Channel['name'], Channel>([['terminal', createTerminalChannel(hub)]])
  const webParts: WebPart[] = []
  const telegram = config.telegram ? telegramOf(config, given) : undefined
  if (telegram) {
    all.set('telegram', telegram)
    webParts.push({ path: '/telegram', app: new Hono().post('/', (context) => telegram.handle(context.req.raw)) })
  }
  const { mail, webhook } = noticeChannelsOf(config, { log, now: () => given.world.now() })
  if (mail) all.set('mail', mail)
  if (webhook) {
    all.set('webhook', webhook)
    webParts.push({ path: '/webhook', app: new Hono().post('/', (context) => webhook.handle(context.req.raw)) })
  }
  const slack = slackOf(config, given)
  if (slack) {
    all.set('slack', slack)
    webParts.push({ path: '/slack', app: new Hono().post('/', (context) => slack.handle(context.req.raw)) })
  }
  const web = webOf(config, given)
  all.set('web', web)
  webParts.push({
    path: '/',
    app: new Hono().all('*', (context) => web.handle(context.req.raw)),
    upgrade: (request, socket, head) => web.upgrade(request, socket, head),
  })
  return { all, telegram, webParts }
}

/** What carries clinicians' notices only. A command beside no server makes them too, to send a code. */
export function noticeChannelsOf(
  { smtpUrl, notifyWebhookUrl, masterKey, publicUrl }: Config,
  { log, now }: Pick<Given, 'log'> & { readonly now: () => Date },
): { mail: Channel | null; webhook: WebhookChannel | null } {
  return {
    mail: smtpUrl === null ? null : createMailChannel({ url: smtpUrl, publicUrl, log }),
    webhook:
      notifyWebhookUrl === null
        ? null
        : createWebhookChannel({ url: notifyWebhookUrl, key: webhookKey(masterKey), publicUrl, log, now }),
  }
}

function telegramOf(config: Config, { wait, log, opened, clinic, beside }: Given): TelegramChannel {
  const { token = '', apiRoot = null, webhookSecret = null } = config.telegram ?? {}
  const webhook =
    webhookSecret !== null && config.publicUrl !== null
      ? { secret: webhookSecret, publicUrl: `${config.publicUrl}/telegram` }
      : null
  // A phone opens only what is on the open web; on this machine there is no page for it.
  const pagesAt = config.publicUrl?.startsWith('https://') === true ? config.publicUrl : null
  const emergency = async () =>
    (await opened.duty.clientCountries(clinic)).map((country) => {
      const { emergency: number, country: name } = crisisFacts(country, false)
      return { country: name, number }
    })
  const numbers = {
    described: { beside, emergency },
    numbers: internationalForms(),
    ...(pagesAt !== null && { pagesAt }),
  }
  return createTelegramChannel({
    token,
    log,
    wait,
    ...numbers,
    ...(apiRoot !== null && { apiRoot }),
    ...(webhook && { webhook }),
  })
}
