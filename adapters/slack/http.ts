import { isValidSlackRequest } from '@slack/bolt'
import { codeOf } from '../../src/core/errors.ts'
import type { Log } from '../../src/ports/world.ts'
import type { Payload } from './payload.ts'
import type { StoreFirst } from './store-first.ts'

/** A delivery is some kilobytes; a body past this is not Slack's. */
const BODY_BYTES = 1024 * 1024

export interface HttpOptions {
  readonly signingSecret: string
  readonly deliveries: StoreFirst
  /** Decides whether a request is older than five minutes. */
  readonly now: () => Date
  readonly log: Log
}

/**
 * Answers one request of Slack's: an event, a press, a command. 200 tells Slack to forget it, so it comes only after what
 * was said is stored; 503 makes Slack deliver an event again (at once, after a minute, after five).
 */
export async function answerSlack(
  { signingSecret, deliveries, now, log }: HttpOptions,
  request: Request,
): Promise<Response> {
  const body = await bodyOf(request)
  if (body === undefined) return say(413)
  const signature = request.headers.get('x-slack-signature') ?? ''
  const timestamp = Number(request.headers.get('x-slack-request-timestamp'))
  const headers = { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp }
  // Bolt looks five minutes back; a request from a clock that runs ahead of ours is as strange.
  const isFresh = Math.abs(now().getTime() / 1000 - timestamp) <= 5 * 60
  if (!isFresh || !isValidSlackRequest({ signingSecret, body, headers, nowMilliseconds: now().getTime() })) {
    log.warn('slack.forged')
    return say(401)
  }
  const payload = payloadIn(body, request.headers.get('content-type') ?? '')
  if (!payload) return say(400)
  if (payload['type'] === 'url_verification') return Response.json({ challenge: payload['challenge'] })
  if ('ssl_check' in payload) return say(200)
  const retryNum = request.headers.get('x-slack-retry-num')
  try {
    const answer = await deliveries.take({
      payload,
      retryNum: retryNum === null ? undefined : Number(retryNum),
      retryReason: request.headers.get('x-slack-retry-reason') ?? undefined,
    })
    return answerOf(answer)
  } catch (error) {
    log.error('slack.not-stored', { code: codeOf(error) })
    return say(503)
  }
}

function answerOf(answer: unknown): Response {
  if (typeof answer === 'string') return new Response(answer)
  return typeof answer === 'object' && answer !== null ? Response.json(answer) : say(200)
}

function payloadIn(body: string, type: string): Payload | undefined {
  try {
    if (!type.startsWith('application/x-www-form-urlencoded')) return objectIn(JSON.parse(body))
    const form = new URLSearchParams(body)
    const payload = form.get('payload')
    return payload === null ? Object.fromEntries(form) : objectIn(JSON.parse(payload))
  } catch {
    return undefined
  }
}

const objectIn = (value: unknown) => (typeof value === 'object' && value !== null ? (value as Payload) : undefined)

async function bodyOf(request: Request): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  const sent: AsyncIterable<Uint8Array> | Iterable<never> = request.body ?? []
  for await (const chunk of sent) {
    bytes += chunk.byteLength
    if (bytes > BODY_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Bodies say nothing: whoever probes the address learns nothing from it. */
function say(status: number): Response {
  return new Response(null, { status })
}
