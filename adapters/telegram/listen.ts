import type { Api } from 'grammy'
import type { Update } from 'grammy/types'
import { HoldfastError } from '../../src/core/errors.ts'
import type { Inbound } from '../../src/core/message.ts'
import type { Log } from '../../src/ports/world.ts'
import { createCourtesies } from './courtesies.ts'
import { normalise } from './normalise.ts'
import { ALLOWED_UPDATES, isRefusedToken, poll, reportTrouble } from './poll.ts'
import { answerWebhook } from './webhook.ts'

export type Receive = (message: Inbound) => Promise<void>

export interface Listening {
  /** For sends and all short calls. */
  readonly api: Api
  /** For the request that Telegram holds: its time-out must outlast the holding. */
  readonly holding: Api
  readonly botId: string
  readonly webhook: { readonly secret: string; readonly publicUrl: string } | undefined
  readonly log: Log
  readonly wait: (ms: number) => Promise<void>
}

/** Hears Telegram, by polling or by webhook, and hands on what is for us. May be started again after it was stopped. */
export class Listener {
  readonly #with: Listening
  readonly #courtesies: ReturnType<typeof createCourtesies>
  readonly #taking = new Set<Promise<void>>()
  #session: Session | undefined
  #loop: Promise<void> = Promise.resolve()
  username: string | undefined

  constructor(listening: Listening) {
    this.#with = listening
    this.#courtesies = createCourtesies(listening.api, listening.log)
  }

  /** Resolves once Telegram was asked; where it could not be reached, the asking goes on behind. @throws HoldfastError `config.invalid` */
  async start(receive: Receive, ended: (why: HoldfastError | undefined) => void): Promise<void> {
    const session = openSession(receive, this.#with.wait)
    this.#session = session
    const isGreeted = await this.#greet(session, 0).catch((error: unknown) => {
      this.#session = undefined
      throw error
    })
    this.#loop = this.#listen(session, isGreeted)
      .then(() => ended(undefined))
      .catch((error: unknown) => {
        this.#with.log.error('telegram.stopped', { code: 'config.invalid' })
        ended(error instanceof HoldfastError ? error : tokenRefused())
      })
  }

  /** Resolves once nothing is being received any more. What was not stored was not confirmed and comes again. */
  async stop(): Promise<void> {
    this.#session?.stop.abort()
    this.#session = undefined
    await this.#loop
    await Promise.allSettled(this.#taking)
    await this.#courtesies.settled()
  }

  handle(request: Request): Promise<Response> {
    const { webhook, log } = this.#with
    if (!webhook) return Promise.resolve(new Response(null, { status: 404 }))
    const session = this.#session
    return answerWebhook(
      { secret: webhook.secret, log, take: session && ((update) => this.#take(session, update)) },
      request,
    )
  }

  async #listen(session: Session, isGreeted: boolean): Promise<void> {
    const { webhook, log, holding } = this.#with
    let greeted = isGreeted
    for (let failures = 1; !greeted && !session.stop.signal.aborted; failures++) {
      await session.pause(FIRST_WAIT_MS)
      greeted = await this.#greet(session, failures)
    }
    if (webhook) return session.stopped
    const take = (update: Update) => this.#take(session, update)
    const how = await poll({ api: holding, log, signal: session.stop.signal, pause: session.pause, take })
    if (how === 'refused') throw tokenRefused()
  }

  /** Learns who we are and says how updates shall come. Those that wait are kept: clients wrote them while we were away. */
  async #greet(session: Session, failures: number): Promise<boolean> {
    const { api, webhook, log } = this.#with
    try {
      this.username = (await api.getMe()).username
      if (!webhook) await api.deleteWebhook({ drop_pending_updates: false })
      else
        await api.setWebhook(webhook.publicUrl, { secret_token: webhook.secret, allowed_updates: [...ALLOWED_UPDATES] })
      return true
    } catch (error) {
      if (isRefusedToken(error)) throw tokenRefused()
      if (!session.stop.signal.aborted) reportTrouble(log, error, failures)
      return false
    }
  }

  async #take(session: Session, update: Update): Promise<void> {
    this.#courtesies.pay(update)
    const message = this.#read(update)
    if (!message) return
    const storing = session.receive(message)
    this.#taking.add(storing)
    try {
      await storing
    } finally {
      this.#taking.delete(storing)
    }
  }

  /** An update that breaks Telegram's own promises is told and passed over: it has no chat, and would block all behind it for ever. */
  #read(update: Update): Inbound | undefined {
    try {
      const message = normalise(update, this.#with.botId)
      if (!message) this.#with.log.info('telegram.ignored')
      return message
    } catch {
      this.#with.log.error('telegram.unreadable', { update: update.update_id })
      return undefined
    }
  }
}

/** Between attempts to reach Telegram at the start, in ms. */
const FIRST_WAIT_MS = 5_000

interface Session {
  readonly receive: Receive
  readonly stop: AbortController
  readonly stopped: Promise<void>
  readonly pause: (ms: number) => Promise<void>
}

function openSession(receive: Receive, wait: (ms: number) => Promise<void>): Session {
  const stop = new AbortController()
  const stopped = new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve()))
  return { receive, stop, stopped, pause: (ms) => Promise.race([wait(ms), stopped]) }
}

function tokenRefused(): HoldfastError {
  return new HoldfastError(
    'config.invalid',
    'Telegram refuses the bot token. Set TELEGRAM_BOT_TOKEN to the one BotFather shows now.',
  )
}
