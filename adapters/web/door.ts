import { readFileSync } from 'node:fs'
import { codeOf } from '../../src/core/errors.ts'
import type { Beside } from '../../src/ports/channel.ts'
import type { Log } from '../../src/ports/world.ts'
import type { PageDesk } from './desk.ts'
import { pageHtml, type Refusal, refusalHtml } from './html.ts'
import { addressOf, checkDigits, type Identities } from './identity.ts'
import { type CountryNumbers, numbersPageHtml } from './numbers-page.ts'
import { isOurOrigin, isThisMachine } from './origin.ts'
import { codeIn, type Saying, sayingIn } from './saying.ts'
import { type PlayedVoice, type VoiceAddresses, type VoiceAsked, voiceResponse } from './voice.ts'

export interface DoorOptions {
  readonly desk: PageDesk
  readonly identities: Identities
  readonly publicUrl: string | null
  /** The demo clinic's client may be tried without an account, from this machine only. */
  readonly demo: boolean
  readonly beside: Beside
  readonly voices: VoiceAddresses
  /** A recording that a message of this page names; null: there is none any more. */
  soundAt(address: string, asked: VoiceAsked): Promise<PlayedVoice | null>
  /** What the directory has for a country, by its two letters. */
  numbersIn(country: string): CountryNumbers
  readonly log: Log
  readonly newId: () => string
}

/** Bytes of one request: the longest text as a form writes it, and a little. */
const BODY_BYTES = 256 * 1024
export const DEMO_ID = 'demo'

const ASSETS: Readonly<Record<string, string>> = {
  'page.js': 'text/javascript; charset=utf-8',
  'entries.js': 'text/javascript; charset=utf-8',
  'connection.js': 'text/javascript; charset=utf-8',
  'page.css': 'text/css; charset=utf-8',
}

/** Nothing from anywhere else, nothing inline, nobody's frame; the referrer stays here so that forms still carry their origin. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; media-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
}

const STATUS: Readonly<Record<Refusal, number>> = {
  unknown: 401,
  elsewhere: 403,
  'too-long': 413,
  unreadable: 400,
  later: 503,
}

/** Answers the page's requests: the page itself, what its forms and its scripts say, and what came since. */
export class Door {
  readonly #with: DoorOptions

  constructor(options: DoorOptions) {
    this.#with = options
  }

  async handle(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    const asset = pathname.startsWith('/page/') ? pathname.slice('/page/'.length) : ''
    if (request.method === 'POST') return this.#post(request, pathname)
    if (request.method !== 'GET') return new Response(null, { status: 405, headers: HEADERS })
    if (pathname === '/') return this.#page(request, codeIn(searchParams.get('pair')))
    const country = /^\/numbers\/([A-Za-z]{2})$/.exec(pathname)?.[1]
    if (country !== undefined) return this.#numbers(country.toUpperCase())
    if (pathname.startsWith('/voice/')) return this.#voice(request)
    if (pathname === '/chat/entries') return this.#entries(request, Number(searchParams.get('after') ?? 0))
    if (pathname === '/demo' && this.#mayTry(request)) return redirect('/', this.#with.identities.cookieFor(DEMO_ID))
    const type = ASSETS[asset]
    if (type === undefined) return new Response(null, { status: 404, headers: HEADERS })
    return new Response(readFileSync(new URL(`page/${asset}`, import.meta.url)), {
      headers: { ...HEADERS, 'cache-control': 'no-cache', 'content-type': type },
    })
  }

  /** The demo's client belongs to whoever sits at this machine; what a proxy passes on came from elsewhere. */
  #mayTry(request: Request): boolean {
    return this.#with.demo && isThisMachine(request.headers.get('host')) && !request.headers.has('x-forwarded-for')
  }

  #numbers(country: string): Response {
    return page(numbersPageHtml(this.#with.numbersIn(country), this.#with.beside))
  }

  async #page(request: Request, code: string | null): Promise<Response> {
    const { desk, identities, demo, beside, log, newId } = this.#with
    const known = identities.read(request.headers.get('cookie'))
    const id = newId()
    const address = known ?? addressOf(id)
    const [visitor, entries] = await Promise.all([
      desk.visitor(address),
      desk.read(address, 0).catch((error: unknown) => {
        log.warn('web.not-read', { code: codeOf(error) })
        return []
      }),
    ])
    const html = pageHtml({ address, ...visitor, entries, code, demo, beside, newId })
    return new Response(html, {
      headers: {
        ...HEADERS,
        'content-type': 'text/html; charset=utf-8',
        ...(known === null && { 'set-cookie': identities.cookieFor(id) }),
      },
    })
  }

  /** For whoever the cookie says they are, and nobody else: the address alone opens nothing. */
  async #voice(request: Request): Promise<Response> {
    const { identities, voices, log } = this.#with
    const address = identities.read(request.headers.get('cookie'))
    const asked = address === null ? null : voices.read(address, new URL(request.url))
    if (address === null || asked === null) return new Response(null, { status: 404, headers: HEADERS })
    try {
      const sound = await this.#with.soundAt(address, asked)
      if (!sound) return new Response(null, { status: 404, headers: HEADERS })
      return voiceResponse(sound, request.headers.get('range'), HEADERS)
    } catch (error) {
      log.warn('web.no-voice', { code: codeOf(error) })
      return new Response(null, { status: 503, headers: HEADERS })
    }
  }

  async #entries(request: Request, after: number): Promise<Response> {
    const { desk, identities, log } = this.#with
    const address = identities.read(request.headers.get('cookie'))
    if (address === null) return json(401, { why: 'unknown' })
    if (!Number.isSafeInteger(after)) return json(400, { why: 'unreadable' })
    try {
      return json(200, { entries: await desk.read(address, after) })
    } catch (error) {
      log.warn('web.not-read', { code: codeOf(error) })
      return json(503, { why: 'later' })
    }
  }

  async #post(request: Request, pathname: string): Promise<Response> {
    const address = this.#with.identities.read(request.headers.get('cookie'))
    const isScript = request.headers.get('content-type')?.startsWith('application/json') ?? false
    const outcome = await this.#say(request, pathname, address)
    if (outcome !== 'taken') this.#with.log.warn('web.refused', { status: STATUS[outcome] })
    if (isScript) return outcome === 'taken' ? json(200, { taken: true }) : json(STATUS[outcome], { why: outcome })
    if (outcome === 'taken') return redirect('/#text')
    const { numbers } = await this.#with.desk.visitor(address ?? '')
    return new Response(refusalHtml(outcome, numbers, this.#with.beside), {
      status: STATUS[outcome],
      headers: { ...HEADERS, 'content-type': 'text/html; charset=utf-8' },
    })
  }

  async #say(request: Request, pathname: string, address: string | null): Promise<Refusal | 'taken'> {
    const { desk, publicUrl, log } = this.#with
    if (!isOurOrigin(request.headers.get('origin'), request.headers.get('host'), publicUrl)) return 'elsewhere'
    if (address === null) return 'unknown'
    const body = await bodyOf(request)
    if (body === 'too-long') return body
    const saying = pathname === '/pair' ? pairingIn(body, address) : pathname === '/say' ? sayingIn(body) : null
    if (saying === null || saying === 'too-long') return saying ?? 'unreadable'
    try {
      await desk.take(address, saying)
      return 'taken'
    } catch (error) {
      log.warn('web.not-taken', { code: codeOf(error) })
      return 'later'
    }
  }
}

/** A followed link: the name that they wrote, and the digits that tell this browser from another one. */
function pairingIn(body: Record<string, unknown>, address: string): Saying | null {
  const code = codeIn(body['code'])
  if (code === null) return null
  const name = typeof body['name'] === 'string' ? body['name'].replace(/\s+/g, ' ').trim().slice(0, 60) : ''
  const display = `${name} (${checkDigits(address)})`.trim()
  return { id: `pair-${code}`, body: { kind: 'pair', code }, display }
}

async function bodyOf(request: Request): Promise<Record<string, unknown> | 'too-long'> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  const sent: AsyncIterable<Uint8Array> | Iterable<never> = request.body ?? []
  for await (const chunk of sent) {
    bytes += chunk.byteLength
    if (bytes > BODY_BYTES) return 'too-long'
    chunks.push(chunk)
  }
  const text = Buffer.concat(chunks).toString('utf8')
  if (!request.headers.get('content-type')?.startsWith('application/json'))
    return Object.fromEntries(new URLSearchParams(text))
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

/** The same for everybody. */
function page(html: string): Response {
  return new Response(html, { headers: { ...HEADERS, 'content-type': 'text/html; charset=utf-8' } })
}

function json(status: number, value: object): Response {
  return Response.json(value, { status, headers: HEADERS })
}

function redirect(to: string, cookie?: string): Response {
  return new Response(null, {
    status: 303,
    headers: { ...HEADERS, location: to, ...(cookie !== undefined && { 'set-cookie': cookie }) },
  })
}
