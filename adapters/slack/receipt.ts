import { webApi } from '@slack/bolt'
import type { Receipt } from '../../src/core/message.ts'

/** What will not change by itself: the app or the account is gone, or the place is. */
const GONE = new Set([
  'account_inactive',
  'channel_not_found',
  'is_archived',
  'not_in_channel',
  'team_access_not_granted',
  'token_revoked',
  'user_disabled',
  'user_not_found',
])
const BLOCKED = new Set(['cannot_dm_bot', 'messages_tab_disabled', 'user_not_visible'])
/** Slack's own trouble: whether it did what was asked, it does not say. */
const NOT_SAID = new Set([
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
])
/** The operator's matter, not the client's: the message is still owed once the token is right. */
const TOKEN_WRONG = new Set(['invalid_auth', 'not_authed', 'token_expired', 'missing_scope', 'no_permission'])
const TOKEN_WRONG_MS = 60_000
/** Nothing left this machine, so trying again cannot repeat a line. */
const NEVER_LEFT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH'])
const TRY_AGAIN_MS = 5_000

/** A failure of the Web API as a receipt and a code for the log. The error itself holds the token and the text, and goes nowhere. */
export function receiptOf(error: unknown): { readonly receipt: Receipt; readonly code: string } {
  if (error instanceof webApi.WebAPIRateLimitedError) {
    return { receipt: { kind: 'later', ms: Math.max(1, error.retryAfter) * 1000 }, code: 'ratelimited' }
  }
  if (error instanceof webApi.WebAPIPlatformError)
    return { receipt: refusalOf(error.data.error), code: error.data.error }
  const code = error instanceof webApi.WebAPIHTTPError ? String(error.statusCode) : networkCode(error)
  return { receipt: NEVER_LEFT.has(code) ? { kind: 'later', ms: TRY_AGAIN_MS } : { kind: 'unknown' }, code }
}

function refusalOf(why: string): Receipt {
  if (GONE.has(why)) return { kind: 'refused', why: 'gone' }
  if (BLOCKED.has(why)) return { kind: 'refused', why: 'blocked' }
  if (TOKEN_WRONG.has(why)) return { kind: 'later', ms: TOKEN_WRONG_MS }
  return NOT_SAID.has(why) ? { kind: 'unknown' } : { kind: 'refused', why: 'invalid' }
}

/** The system's name of a network failure, found wherever the client wrapped it. */
function networkCode(error: unknown): string {
  for (let inner = error; typeof inner === 'object' && inner !== null; inner = innerOf(inner)) {
    if ('code' in inner && typeof inner.code === 'string' && !inner.code.startsWith('slack_')) return inner.code
  }
  return 'no-answer'
}

function innerOf(error: object): unknown {
  return 'original' in error ? error.original : 'cause' in error ? error.cause : undefined
}
