import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Inbound, Notice, Receipt } from '../../src/core/message.ts'
import { Private } from '../../src/core/private.ts'
import type { Abilities, Channel } from '../../src/ports/channel.ts'
import type { Log } from '../../src/ports/world.ts'
import { isSigned, sign, SIGNATURE_HEADER } from './signature.ts'

export { sign, SIGNATURE_HEADER, webhookKey } from './signature.ts'

export interface WebhookOptions {
  /** NOTIFY_WEBHOOK_URL. */
  readonly url: string
  readonly key: Buffer
  readonly publicUrl: string | null
  readonly log: Log
  readonly now: () => Date
}

/** The webhook as a channel: what it is sent, and what the service sends back, signed with the same key. */
export interface WebhookChannel extends Channel {
  handle(request: Request): Promise<Response>
}

const PATIENCE_MS = 10_000
const LATER_MS = 15_000
const MOST_BYTES = 4_096

const CAN: Abilities = {
  textLength: 4_096,
  buttons: 0,
  labelLength: 0,
  tokenBytes: 64,
  retractButtons: false,
  delete: false,
  pin: false,
  voice: false,
  receipts: true,
}

/** `ack` presses [I have it] for a person; `code` confirms that the service reaches them. */
const Answer = z.union([
  z.strictObject({ to: z.string().min(1).max(80), ack: z.string().min(1).max(64) }),
  z.strictObject({ to: z.string().min(1).max(80), code: z.string().min(1).max(64) }),
])

/** A clinic's on-call service, which can phone people. It gets an event, a pseudonym, a level, a link and a reference; never words (P11). */
export function createWebhookChannel(options: WebhookOptions): WebhookChannel {
  let receive: ((message: Inbound) => Promise<void>) | undefined
  return {
    name: 'webhook',
    can: CAN,
    start: async (listener) => {
      receive = listener
    },
    stop: async () => {
      receive = undefined
    },
    send: async (to, message, key) =>
      message.kind === 'notice'
        ? post(options, bodyFor(options, to, message, key))
        : { kind: 'refused', why: 'invalid' },
    amend: async () => 'unsupported',
    handle: (request) => answered(options, request, receive),
  }
}

function bodyFor({ publicUrl }: WebhookOptions, to: Private<string>, { about }: Notice, id: string): string {
  const { event = 'notice', pseudonym = null, level = null, ref = null } = about ?? {}
  const link = publicUrl === null ? null : `${publicUrl}/console`
  return JSON.stringify({ id, event, to: to.reveal(), pseudonym, level, link, ack: ref })
}

async function post({ url, key, log, now }: WebhookOptions, body: string): Promise<Receipt> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [SIGNATURE_HEADER]: sign(key, body, now()) },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    await answer.body?.cancel()
    if (answer.ok) return { kind: 'sent', id: (JSON.parse(body) as { id: string }).id }
    log.warn('webhook.not-sent', { status: answer.status })
    return refusal(answer)
  } catch (error) {
    const code = causeOf(error)
    log.warn('webhook.not-sent', { code })
    return code === 'ECONNREFUSED' || code === 'ENOTFOUND' ? { kind: 'later', ms: LATER_MS } : { kind: 'unknown' }
  }
}

function refusal({ status, headers }: Response): Receipt {
  if (status === 410) return { kind: 'refused', why: 'gone' }
  if (status === 403) return { kind: 'refused', why: 'blocked' }
  if (status >= 500 || status === 408 || status === 425 || status === 429) {
    const seconds = Number(headers.get('retry-after') ?? '')
    return { kind: 'later', ms: seconds > 0 ? seconds * 1_000 : LATER_MS }
  }
  return { kind: 'refused', why: 'invalid' }
}

/** Answered only once it is stored: whoever gets a 5xx says it again. */
async function answered(
  { key, now, log }: WebhookOptions,
  request: Request,
  receive: ((message: Inbound) => Promise<void>) | undefined,
): Promise<Response> {
  const body = await request.text()
  const header = request.headers.get(SIGNATURE_HEADER)
  if (body.length > MOST_BYTES || !isSigned(key, body, header, now())) return new Response(null, { status: 401 })
  const read = Answer.safeParse(jsonOf(body))
  if (!read.success) return new Response(null, { status: 400 })
  if (!receive) return new Response(null, { status: 503 })
  try {
    await receive({
      channel: 'webhook',
      externalId: createHash('sha256').update(`${header} ${body}`).digest('hex'),
      address: new Private(read.data.to),
      platformAt: undefined,
      display: undefined,
      where: 'private',
      body: 'ack' in read.data ? { kind: 'ack', ref: read.data.ack } : { kind: 'pair', code: read.data.code },
    })
    return new Response(null, { status: 204 })
  } catch {
    log.warn('webhook.not-taken')
    return new Response(null, { status: 503 })
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  if (typeof cause === 'object' && cause !== null && 'code' in cause) return String(cause.code)
  return error instanceof Error ? error.name : 'unknown'
}
