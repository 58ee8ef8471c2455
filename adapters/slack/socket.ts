import { type App, SocketModeReceiver } from '@slack/bolt'
import { codeOf } from '../../src/core/errors.ts'
import type { Log } from '../../src/ports/world.ts'
import { clientOptions, quiet } from './bolt.ts'
import { receiptOf } from './receipt.ts'
import type { StoreFirst } from './store-first.ts'

export interface SocketOptions {
  readonly appToken: string
  readonly apiUrl: string | null
  readonly deliveries: StoreFirst
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>
  readonly log: Log
}

/** Between attempts to open the first connection; later ones are Slack's client's own affair. */
const AGAIN_MS = 5_000

/** Socket Mode: no public address is needed. The same deliveries as by HTTP, acknowledged after they are stored. */
export class SlackSocket {
  readonly #with: SocketOptions
  readonly #receiver: SocketModeReceiver
  readonly #stop = new AbortController()
  #opening: Promise<void> = Promise.resolve()

  constructor(options: SocketOptions) {
    this.#with = options
    const { appToken, apiUrl, log, deliveries } = options
    this.#receiver = new SocketModeReceiver({
      appToken,
      logger: quiet(log),
      installerOptions: { clientOptions: clientOptions(apiUrl) },
      // What was not stored is not acknowledged, and Slack delivers it again.
      processEventErrorHandler: () => Promise.resolve(false),
    })
    // In the app's place stands what stores first and then calls the app.
    this.#receiver.init({
      processEvent: async ({ body, ack, retryNum, retryReason }: Parameters<App['processEvent']>[0]) => {
        try {
          const answer = await deliveries.take({ payload: body, retryNum, retryReason })
          await (answer === undefined ? ack() : ack(answer))
        } catch (error) {
          log.error('slack.not-stored', { code: codeOf(error) })
        }
      },
    } as App)
  }

  /** Begins to connect; resolves at once, for Slack may be away. */
  open(): void {
    this.#opening = this.#connect()
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#opening
    await this.#receiver.stop()
  }

  async #connect(): Promise<void> {
    const { wait, log } = this.#with
    const { signal } = this.#stop
    while (!signal.aborted) {
      try {
        await this.#receiver.start()
        return
      } catch (error) {
        log.warn('slack.not-connected', { code: receiptOf(error).code })
        await wait(AGAIN_MS, signal).catch(() => undefined)
      }
    }
  }
}
