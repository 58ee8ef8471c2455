import { EventEmitter, once } from 'node:events'
import type { Update } from 'grammy/types'
import type { TelegramServer } from 'telegram-test-api/lib/telegramServer.js'

/** What Telegram answers when it refuses. */
export interface Refusal {
  readonly error_code: number
  readonly description: string
  readonly parameters?: { readonly retry_after?: number }
}

/**
 * What goes wrong with the next call of a method: a refusal; `reset`: the connection breaks before Telegram took
 * anything; `lost`: Telegram did it and the answer never came; `garbage`: a proxy answers with a page of HTML; `none`: this call goes well, the next fault is for the one after.
 */
export type Fault = Refusal | 'reset' | 'lost' | 'garbage' | 'none'

export const FAULTS = {
  rateLimited: { error_code: 429, description: 'Too Many Requests: retry after 7', parameters: { retry_after: 7 } },
  blocked: { error_code: 403, description: 'Forbidden: bot was blocked by the user' },
  gone: { error_code: 400, description: 'Bad Request: chat not found' },
  conflict: {
    error_code: 409,
    description: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  },
  unauthorised: { error_code: 401, description: 'Unauthorized' },
  broken: { error_code: 500, description: 'Internal Server Error' },
} as const satisfies Record<string, Fault>

export type NewUpdate = Omit<Update, 'update_id'>
export type Call = { readonly method: string; readonly body: Record<string, unknown> }

/** What Telegram keeps for one bot: updates until they are confirmed, the webhook, who blocked it, every call made. */
export class TelegramWorld extends EventEmitter {
  readonly server: TelegramServer
  readonly token: string
  /** Where the emulator itself listens. */
  behind = ''
  /**
   * When a person's message was written, in seconds: 2026-09-21T14:13:20Z for every one, since tests compare and do not
   * tell the time. A server that runs as a process has the machine's clock and would take such messages for late ones.
   */
  saidAt: () => number = () => 1_790_000_000
  readonly calls: Call[] = []
  readonly blockedBy = new Set<string>()
  readonly chats = new Set<string>()
  /** Callback queries that Telegram still waits for an answer to. */
  readonly spinning = new Set<string>()
  /** Updates that Telegram has forgotten, because the bot confirmed them. */
  readonly forgotten: Update[] = []
  /** What is pinned in each chat, the newest last. */
  readonly pinned = new Map<string, number[]>()
  /** Files that were uploaded, by the id that stands for them. */
  readonly files = new Map<string, Uint8Array>()
  /** Messages of people that a bot may still delete, as `chat:message`. */
  readonly theirs = new Set<string>()
  readonly faults: { method: string; fault: Fault }[] = []
  readonly waiting: Update[] = []
  webhook: { url: string; secret: string } | undefined
  callWebhook: ((request: Request) => Promise<Response>) | undefined
  #nextUpdate = 7001
  #delivering: Promise<void> = Promise.resolve()

  constructor(server: TelegramServer, token: string) {
    super()
    this.server = server
    this.token = token
  }

  /** Moves what the emulator took from its users into our queue, which forgets nothing before it is confirmed. */
  async collect(): Promise<void> {
    for (const { update_id: _theirs, ...update } of this.server.getUpdates(this.token)) {
      // The emulator leaves the bot's token inside every message; Telegram does not.
      const clean = JSON.parse(
        JSON.stringify(update, (key, value: unknown) => (key === 'botToken' ? undefined : value)),
      ) as NewUpdate
      if (clean.callback_query) this.spinning.add(clean.callback_query.id)
      this.add(clean)
    }
    await this.delivers()
  }

  /** Queues an update of our own making, for what the emulator cannot: media, edits, groups, blocking. */
  async inject(update: NewUpdate): Promise<number> {
    const id = this.add(update)
    await this.delivers()
    return id
  }

  add(update: NewUpdate): number {
    const id = this.#nextUpdate++
    this.waiting.push({ update_id: id, ...update })
    this.emit('update')
    return id
  }

  /** Everything below the offset is confirmed: Telegram forgets it. */
  confirm(offset: number): void {
    while (this.waiting[0] && this.waiting[0].update_id < offset) this.forget(this.waiting[0])
  }

  forget(update: Update): void {
    this.waiting.splice(this.waiting.indexOf(update), 1)
    this.forgotten.push(update)
    this.emit('acknowledged')
  }

  /** Resolves once every update was confirmed. */
  async isDrained(): Promise<void> {
    while (this.waiting.length > 0) await once(this, 'acknowledged')
  }

  /** Calls the webhook with what waits, in order, up to the first that is not answered with 2xx. Once more is a new try. */
  async delivers(): Promise<void> {
    this.#delivering = this.#delivering.then(() => this.#callUntilRefused())
    await this.#delivering
  }

  async #callUntilRefused(): Promise<void> {
    while (this.webhook && this.waiting[0]) {
      const [update] = this.waiting
      if ((await this.post(update, this.webhook.secret)) >= 300) return
      this.forget(update)
    }
  }

  /** One webhook request, as anybody could make it. Resolves with the status. */
  async post(update: unknown, secret: string): Promise<number> {
    const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret }
    const url = this.webhook?.url ?? 'https://holdfast.example/telegram'
    const answer = await this.callWebhook?.(new Request(url, { method: 'POST', headers, body: JSON.stringify(update) }))
    return answer?.status ?? 503
  }

  takeFault(method: string): Fault | undefined {
    const at = this.faults.findIndex((f) => f.method === method)
    return at < 0 ? undefined : this.faults.splice(at, 1)[0]?.fault
  }
}
