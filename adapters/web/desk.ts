import { codeOf, HoldfastError } from '../../src/core/errors.ts'
import type { FromClinician } from '../../src/core/from-clinician.ts'
import type { Inbound, Notice, Receipt } from '../../src/core/message.ts'
import { Private } from '../../src/core/private.ts'
import type { OutboundMessage } from '../../src/core/render.ts'
import type { PageEntry, PageLog } from '../../src/ports/page-log.ts'
import type { Log } from '../../src/ports/world.ts'
import { entryFromLog, entryOf, shownId, type ShownEntry } from './entry.ts'
import { Mailbox } from './mailbox.ts'
import { type Part, partsOf, type PhoneBook } from './phone-links.ts'
import { inboundOf, type Saying } from './saying.ts'
import type { Transport } from './transport.ts'
import type { VoiceAddresses } from './voice.ts'

export type Receive = (message: Inbound) => Promise<void>
export type Show = (entry: ShownEntry) => void

/** A page's own numbers, as the crisis directory states them for its country, or the international ones. */
export interface Numbers {
  readonly emergency: string
  readonly line: string
  readonly text: string
}
export type ShownNumbers = { readonly [Name in keyof Numbers]: readonly Part[] }

/** Whose page it is: a linked client's, one that waits for 'that is them', or nobody's. */
export type Standing = 'linked' | 'pending' | 'nobody'

export interface Visitor {
  readonly standing: Standing
  readonly numbers: Numbers
}

export interface Desk {
  readonly pages: PageLog
  readonly book: PhoneBook
  readonly voices: VoiceAddresses
  readonly log: Log
  visitorAt(address: Private<string>): Promise<Visitor>
  /** Numbers while the store is away. */
  readonly numbersForAnybody: Numbers
  openTransport(receive: Receive, show: (address: string, entry: ShownEntry) => void): Promise<Transport>
}

/** More sayings of one address than wait in any honest page; the rest is offered again by the page. */
const WAITING = 50
/** Beside the chat, a number of two digits is one too: 15 is an ambulance in France. */
const SHORTEST_BESIDE = 2

/** Where pages meet the channel, however they are connected: what they say goes in here, what they are told goes out. */
export class PageDesk {
  readonly #with: Desk
  readonly #mailbox = new Mailbox()
  readonly #screens = new Map<string, Set<Show>>()
  readonly #queues = new Map<string, { last: Promise<unknown>; waiting: number }>()
  #transport: Promise<Transport> | undefined

  constructor(desk: Desk) {
    this.#with = desk
  }

  /** Begins to listen. Botkit loads behind; what is said meanwhile waits for it. */
  open(receive: Receive): void {
    this.#transport = this.#with.openTransport(receive, (address, entry) => this.#push(address, entry))
    this.#transport.catch((error: unknown) => this.#with.log.error('web.transport-failed', { code: codeOf(error) }))
  }

  /** Resolves once nothing is being received any more. */
  async close(): Promise<void> {
    const transport = this.#transport
    this.#transport = undefined
    await Promise.allSettled([...this.#queues.values()].map(({ last }) => last))
    await transport?.then((opened) => opened.close()).catch(() => undefined)
  }

  /** A page opens at an address; the answer closes it. Several may be open; all show the same. */
  attach(address: string, show: Show): () => void {
    const here = this.#screens.get(address) ?? new Set()
    this.#screens.set(address, here.add(show))
    return () => {
      here.delete(show)
      if (here.size === 0 && this.#screens.get(address) === here) this.#screens.delete(address)
    }
  }

  /** Takes what a page said, in its order. Resolves once it is stored; rejects when it is not, and the page says it again. */
  take(address: string, saying: Saying): Promise<void> {
    const queue = this.#queues.get(address) ?? { last: Promise.resolve(), waiting: 0 }
    if (queue.waiting >= WAITING)
      return Promise.reject(new HoldfastError('channel.busy', 'Too much at once. Say it again.', { retry: 'later' }))
    this.#queues.set(address, queue)
    queue.waiting++
    const taken = queue.last.then(() => this.#take(inboundOf(address, saying)))
    queue.last = taken
      .catch(() => undefined)
      .finally(() => {
        if (--queue.waiting === 0) this.#queues.delete(address)
      })
    return taken
  }

  /** What stands on a page after a mark, oldest first; 0: the latest of everything. */
  async read(address: string, after: number): Promise<ShownEntry[]> {
    const { pages, book, voices } = this.#with
    const kept = await pages.read(new Private(address), after)
    const entries = kept.map((entry) => voices.withVoice(address, entryFromLog(entry, book)))
    this.#mailbox.saw(address, Math.max(0, ...kept.map(({ mark }) => mark)))
    return this.#mailbox.among(address, entries)
  }

  async visitor(address: string): Promise<{ standing: Standing; numbers: ShownNumbers }> {
    const { numbersForAnybody, book } = this.#with
    const found = await this.#with.visitorAt(new Private(address)).catch(() => null)
    const { emergency, line, text } = found?.numbers ?? numbersForAnybody
    const shown = (written: string) => partsOf(written, book, SHORTEST_BESIDE)
    const numbers = { emergency: shown(emergency), line: shown(line), text: shown(text) }
    return { standing: found?.standing ?? 'nobody', numbers }
  }

  /**
   * Shows a message and notes that it stands there. First it is shown: a card of the worst hour must not wait for a store
   * that is away. Whoever is not there reads it when they come.
   */
  async send(to: Private<string>, message: OutboundMessage | FromClinician | Notice, key: string): Promise<Receipt> {
    const { pages, book, log } = this.#with
    const address = to.reveal()
    const entry = entryOf(key, message, book)
    this.#mailbox.put(address, entry)
    try {
      await (await this.#open()).show(address, entry)
      const mark = await pages.noteMessage(to, key)
      if (mark !== null) {
        this.#mailbox.drop(address, key)
        this.#mailbox.saw(address, mark)
      }
      return { kind: 'sent', id: key }
    } catch (error) {
      log.warn('web.not-noted', { code: codeOf(error) })
      return { kind: 'unknown' }
    }
  }

  async amend(to: Private<string>, id: string, change: 'retract-buttons' | 'delete'): Promise<Receipt> {
    const { pages, log } = this.#with
    const address = to.reveal()
    const isHere = change === 'delete' ? this.#mailbox.drop(address, id) : this.#mailbox.retract(address, id)
    try {
      const isNoted = await pages.change(to, id, change)
      this.#push(address, { id: shownId(id), mark: null, kind: change === 'delete' ? 'gone' : 'retracted' })
      return isNoted || isHere ? { kind: 'sent', id } : { kind: 'refused', why: 'gone' }
    } catch (error) {
      log.warn('web.not-amended', { code: codeOf(error), change })
      return { kind: 'unknown' }
    }
  }

  async #take(message: Inbound): Promise<void> {
    const transport = await this.#open()
    const isSaid = message.body.kind === 'text' || message.body.kind === 'choice'
    // Beside, not before: where the store is away `receive` must be asked all the same, for it answers STOP from memory.
    const noting = isSaid ? this.#with.pages.noteSaid(message.address, message.externalId) : Promise.resolve(null)
    const noted = noting.then((mark) => this.#noted(message, mark))
    noted.catch(() => undefined)
    await transport.take(message)
    await noted
  }

  /** Every page of this address shows what one of them said. */
  #noted({ address, externalId, body }: Inbound, mark: number | null): void {
    const at = address.reveal()
    if (mark === null || (body.kind !== 'text' && body.kind !== 'choice')) return
    this.#mailbox.saw(at, mark)
    this.#push(at, entryFromLog({ id: externalId, mark, body: saidOf(body) }, this.#with.book))
  }

  #open(): Promise<Transport> {
    if (this.#transport) return this.#transport
    throw new HoldfastError('channel.unreachable', 'The conversation is not open yet. Trying again.', {
      retry: 'later',
    })
  }

  #push(address: string, entry: ShownEntry): void {
    const shown = this.#with.voices.withVoice(address, entry)
    for (const show of this.#screens.get(address) ?? []) show(shown)
  }
}

function saidOf(body: Extract<Inbound['body'], { kind: 'text' | 'choice' }>): PageEntry['body'] {
  return body.kind === 'text' ? { kind: 'said', text: body.text } : { kind: 'tapped', token: body.token }
}
