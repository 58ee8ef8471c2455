import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { LIMITS } from '../../src/core/limits.ts'
import { Private } from '../../src/core/private.ts'
import type { Abilities, Beside, Channel } from '../../src/ports/channel.ts'
import type { PageLog } from '../../src/ports/page-log.ts'
import type { Log } from '../../src/ports/world.ts'
import { type Numbers, PageDesk, type Visitor } from './desk.ts'
import { DEMO_ID, Door } from './door.ts'
import { addressOf, identities } from './identity.ts'
import { isOurOrigin } from './origin.ts'
import type { CountryNumbers } from './numbers-page.ts'
import { phoneBook, type PhoneNumber } from './phone-links.ts'
import { Sockets } from './sockets.ts'
import { type PlayedVoice, voiceAddresses, type VoiceAsked } from './voice.ts'

export type { PlayedVoice, VoiceAsked } from './voice.ts'
export type { Numbers, Visitor } from './desk.ts'
export type { CountryNumbers } from './numbers-page.ts'
export { digitsOf } from './phone-links.ts'
export type { PhoneNumber } from './phone-links.ts'

/** The address of the demo clinic's client, who may be tried at `/demo` without an account. */
export const DEMO_ADDRESS = addressOf(DEMO_ID)

export interface WebOptions {
  /** Signs the cookies; 32 bytes. */
  readonly cookieKey: Buffer
  /** Where clients reach the page, or null on this machine only. Without a slash at its end. */
  readonly publicUrl: string | null
  readonly demo: boolean
  /** Every sentence of the page that is no message: `page-…`, `numbers-…`. Signed. */
  readonly beside: Beside
  /** What stands on the pages, kept by the store. */
  readonly pages: PageLog
  /** Numbers that a text may contain, as the crisis directory writes them; a tap rings them. */
  readonly numbers: readonly PhoneNumber[]
  readonly numbersForAnybody: Numbers
  /** What the directory has for a country, for its page `/numbers/AU`. */
  numbersIn(country: string): CountryNumbers
  visitorAt(address: Private<string>): Promise<Visitor>
  /** A recording that a message of the page at this address names; null: there is none. */
  soundAt(address: Private<string>, asked: VoiceAsked): Promise<PlayedVoice | null>
  readonly now: () => Date
  readonly newId: () => string
  readonly log: Log
}

export interface WebChannel extends Channel {
  /** Answers the page and its forms. */
  readonly handle: (request: Request) => Promise<Response>
  /** Takes over a page's socket; false: it is somebody else's. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean
}

const CAN: Abilities = {
  textLength: LIMITS.inboundLength,
  buttons: 40,
  labelLength: 120,
  tokenBytes: 64,
  retractButtons: true,
  delete: true,
  pin: false,
  voice: true,
  receipts: true,
}

/** Our own page as a channel. Botkit carries what it says and is told, and is loaded at the start of the channel, behind it. */
export function createWebChannel(options: WebOptions): WebChannel {
  const { cookieKey, publicUrl, demo, beside, log, newId } = options
  const known = identities(cookieKey, publicUrl?.startsWith('https://') ?? false)
  const voices = voiceAddresses(cookieKey, options.now)
  const desk = new PageDesk({
    ...options,
    voices,
    book: phoneBook(options.numbers),
    visitorAt: (address) => options.visitorAt(address),
    openTransport: async (receive, show) => (await import('./transport.ts')).openTransport(receive, show),
  })
  const door = new Door({
    desk,
    identities: known,
    publicUrl,
    demo,
    beside,
    log,
    newId,
    voices,
    numbersIn: (country) => options.numbersIn(country),
    soundAt: (address, asked) => options.soundAt(new Private(address), asked),
  })
  const sockets = new Sockets({
    desk,
    log,
    admit: ({ headers }) => {
      if (!isOurOrigin(headers.origin ?? null, headers.host ?? null, publicUrl)) return 403
      return known.read(headers.cookie ?? null) ?? 401
    },
  })
  return {
    name: 'web',
    can: CAN,
    handle: (request) => door.handle(request),
    upgrade: (request, socket, head) => sockets.upgrade(request, socket, head),
    start: async (receive) => desk.open(receive),
    stop: async () => {
      sockets.close()
      await desk.close()
    },
    send: async (to, message, key) =>
      message.buttons.some(({ token }) => Buffer.byteLength(token) > CAN.tokenBytes || token === '')
        ? { kind: 'refused', why: 'invalid' }
        : desk.send(to, message, key),
    amend: async (to, receiptId, change) =>
      change === 'pin' || change === 'unpin' ? 'unsupported' : desk.amend(to, receiptId, change),
  }
}
