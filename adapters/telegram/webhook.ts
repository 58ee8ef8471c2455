import { createHash, timingSafeEqual } from 'node:crypto'
import type { Update } from 'grammy/types'
import { codeOf } from '../../src/core/errors.ts'
import type { Log } from '../../src/ports/world.ts'

/** Updates are a few kilobytes; a body past this is not Telegram's. */
const BODY_BYTES = 1024 * 1024

export interface Webhook {
  readonly secret: string
  readonly log: Log
  /** Resolves once the update is stored or proved to be nothing for us; undefined while the channel is stopped. */
  readonly take: ((update: Update) => Promise<void>) | undefined
}

/**
 * Answers one webhook request. 200 is the acknowledgement after which Telegram forgets the update, so it comes only after
 * `take` resolved; 503 makes Telegram deliver it again, with pauses of up to a minute, for 23 hours (read in its server's
 * source, which also keeps each chat's updates in order, one at a time).
 */
export async function answerWebhook({ secret, log, take }: Webhook, request: Request): Promise<Response> {
  if (request.method !== 'POST') return say(405)
  if (!isSame(request.headers.get('x-telegram-bot-api-secret-token') ?? '', secret)) {
    log.warn('telegram.forged')
    return say(401)
  }
  const body = await bodyOf(request)
  if (body === undefined) return say(413)
  const update = updateIn(body)
  if (!update) return say(400)
  if (!take) return say(503)
  try {
    await take(update)
    return say(200)
  } catch (error) {
    log.error('telegram.not-stored', { code: codeOf(error) })
    return say(503)
  }
}

/** Both sides are hashed first, so that neither length nor content shows in the time it takes. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

async function bodyOf(request: Request): Promise<string | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > BODY_BYTES) return undefined
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > BODY_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function updateIn(body: string): Update | undefined {
  try {
    const parsed: unknown = JSON.parse(body)
    const isUpdate =
      typeof parsed === 'object' && parsed !== null && 'update_id' in parsed && Number.isInteger(parsed.update_id)
    return isUpdate ? (parsed as Update) : undefined
  } catch {
    return undefined
  }
}

/** Bodies say nothing: whoever probes the address learns nothing from it. */
function say(status: number): Response {
  return new Response(null, { status })
}
