import type { App, webApi } from '@slack/bolt'
import type { Inbound } from '../../src/core/message.ts'
import { Private } from '../../src/core/private.ts'
import type { Log } from '../../src/ports/world.ts'
import { HoldfastError } from '../../src/core/errors.ts'
import { normalise } from './normalise.ts'
import type { Payload } from './payload.ts'
import { receiptOf } from './receipt.ts'

export type Receive = (message: Inbound) => Promise<void>

export interface Delivery {
  readonly payload: Payload
  readonly retryNum?: number | undefined
  readonly retryReason?: string | undefined
}

/**
 * Between the receiver and Bolt. Bolt tells Slack that it has an event before any listener ran; so what was said is
 * stored here first, and Bolt gets an acknowledgement that goes nowhere. Resolves with what Slack is answered; rejects
 * where it was not stored, so that Slack is answered nothing and delivers it again.
 */
export class StoreFirst {
  readonly #app: App
  readonly #client: webApi.WebClient
  readonly #log: Log
  readonly #queues = new Map<string, Promise<unknown>>()
  readonly #running = new Set<Promise<unknown>>()
  receive: Receive | undefined

  constructor(app: App, client: webApi.WebClient, log: Log) {
    this.#app = app
    this.#client = client
    this.#log = log
  }

  async take(delivery: Delivery): Promise<unknown> {
    const { receive } = this
    if (!receive) throw new HoldfastError('channel.unreachable', 'The channel does not listen.', { retry: 'later' })
    const message = normalise(delivery.payload)
    if (message) await this.#inOrder(message, receive)
    return this.#pass(delivery)
  }

  /** Resolves once nothing is under way any more. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#queues.values(), ...this.#running])
  }

  #inOrder(message: Inbound, receive: Receive): Promise<void> {
    const address = message.address.reveal()
    const before = this.#queues.get(address) ?? Promise.resolve()
    const taken = before.then(async () => receive(await this.#named(message)))
    const last = taken
      .catch(() => undefined)
      .finally(() => {
        if (this.#queues.get(address) === last) this.#queues.delete(address)
      })
    this.#queues.set(address, last)
    return taken
  }

  /** A link waits for a clinician who must see whose account it is (care C19); an event brings no name. */
  async #named(message: Inbound): Promise<Inbound> {
    if (message.body.kind !== 'pair' || message.display) return message
    const address = message.address.reveal()
    try {
      const { user } = await this.#client.users.info({ user: address.slice(address.indexOf(':') + 1) })
      const name = user?.real_name ?? user?.name
      return name === undefined ? message : { ...message, display: new Private(name) }
    } catch (error) {
      this.#log.info('slack.no-name', { code: receiptOf(error).code })
      return message
    }
  }

  /** Resolves with what a listener acknowledged, at once: Slack waits three seconds, and courtesies may take longer. */
  #pass({ payload, retryNum, retryReason }: Delivery): Promise<unknown> {
    const acknowledged = Promise.withResolvers<unknown>()
    const ack = async (response?: unknown) => acknowledged.resolve(response)
    const retry = { ...(retryNum !== undefined && { retryNum }), ...(retryReason !== undefined && { retryReason }) }
    const running = this.#app
      .processEvent({ body: payload, ack, ...retry })
      .catch((error: unknown) => this.#log.warn('slack.courtesy-failed', { code: receiptOf(error).code }))
      .finally(() => {
        this.#running.delete(running)
        acknowledged.resolve(undefined)
      })
    this.#running.add(running)
    return acknowledged.promise
  }
}
