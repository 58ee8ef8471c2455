import { HoldfastError } from '../../core/errors.ts'
import { connectControl, type ControlClient } from './control-client.ts'

/** Between attempts to reach the server again, and to have a saying stored, in ms. */
const AGAIN_MS = 1_000
/** The same address for every chat that does not say who it is; which client that is, the server decides. */
const DEMO_ADDRESS = 'terminal:demo'

export interface LineOptions {
  readonly path: string
  readonly as: string | undefined
  readonly isPairing: boolean
  readonly wait: (ms: number) => Promise<void>
  readonly newId: () => string
  readonly onEvent: (event: Record<string, unknown>) => void
  readonly onAway: () => void
  readonly onBack: () => void
  /** The server refused for good: a saying, or the chat itself. */
  readonly onRefused: (error: HoldfastError) => void
  /** How often to try to reach a server that went away; beyond it the line is given up. */
  readonly attempts: number
}

interface Saying {
  readonly kind: 'text' | 'choice' | 'pair'
  readonly value: string
  readonly key: string
  readonly stored: () => void
}

/**
 * The way from a terminal to the server. It keeps what was not stored yet and says it again after a break, under the same
 * key, so that nothing is lost and nothing arrives twice.
 */
export class ChatLine {
  readonly #options: LineOptions
  readonly #owed: Saying[] = []
  #client: ControlClient | undefined
  #isClosed = false
  #isPumping = false
  readonly #over = Promise.withResolvers<void>()

  constructor(options: LineOptions) {
    this.#options = options
  }

  /** Resolves when the line is closed or given up. */
  get over(): Promise<void> {
    return this.#over.promise
  }

  /** Opens the chat; the answer is the server's greeting, if it has one. @throws HoldfastError `control.unreachable`, or why the server refuses. */
  async open(): Promise<string | undefined> {
    const client = await connectControl(this.#options.path)
    try {
      client.onEvent(this.#options.onEvent)
      const { as, isPairing } = this.#options
      const who = await client.request('chat.open', {
        address: DEMO_ADDRESS,
        pairing: isPairing,
        ...(as === undefined ? {} : { as }),
      })
      const { address, greeting } = answerIn(who)
      await client.request('terminal.open', { address })
      this.#client = client
      void client.closed.then(() => this.#comeBack())
      void this.#pump()
      return greeting
    } catch (error) {
      client.close()
      throw error
    }
  }

  /** Says something. Resolves once the server has stored it, however long it is away meanwhile. */
  say(kind: Saying['kind'], value: string): Promise<void> {
    return new Promise((stored) => {
      this.#owed.push({ kind, value, key: this.#options.newId(), stored })
      void this.#pump()
    })
  }

  close(): void {
    this.#isClosed = true
    this.#client?.close()
    this.#over.resolve()
  }

  async #comeBack(): Promise<void> {
    this.#client = undefined
    if (this.#isClosed) return
    this.#options.onAway()
    for (let attempt = 0; attempt < this.#options.attempts; attempt++) {
      await this.#options.wait(AGAIN_MS)
      if (this.#isClosed) return
      try {
        await this.open()
        return this.#options.onBack()
      } catch (error) {
        if (!(error instanceof HoldfastError) || error.code !== 'control.unreachable') return this.#giveUp(error)
      }
    }
    this.#giveUp(new HoldfastError('control.unreachable', 'The server did not come back. Start it with npm start.'))
  }

  #giveUp(error: unknown): void {
    const sentence = 'The server and this chat do not understand each other. Are they of the same version?'
    this.#options.onRefused(error instanceof HoldfastError ? error : new HoldfastError('command.refused', sentence))
    this.close()
  }

  /** One saying at a time, in order. Stops while the server is away; `open` goes on. */
  async #pump(): Promise<void> {
    if (this.#isPumping) return
    this.#isPumping = true
    while (this.#client && this.#owed[0]) {
      const { stored, ...saying } = this.#owed[0]
      try {
        await this.#client.request('terminal.say', saying)
        this.#owed.shift()
        stored()
      } catch (error) {
        if (!(error instanceof HoldfastError) || error.code === 'control.unreachable') break
        if (error.retry === 'never') {
          this.#owed.shift()
          this.#options.onRefused(error)
          stored()
        } else await this.#options.wait(AGAIN_MS)
      }
    }
    this.#isPumping = false
  }
}

function answerIn(answer: unknown): { address: string; greeting: string | undefined } {
  const { address, greeting } = (answer ?? {}) as { address?: unknown; greeting?: unknown }
  return {
    address: typeof address === 'string' ? address : DEMO_ADDRESS,
    greeting: typeof greeting === 'string' ? greeting : undefined,
  }
}
