import type { Api } from 'grammy'
import type { Update } from 'grammy/types'
import { codeOf } from '../../src/core/errors.ts'
import type { Log } from '../../src/ports/world.ts'
import { networkCode, refusalCode, retryAfterMs } from './receipt.ts'

/** What the platform may send us: all else would be read and thrown away. */
export const ALLOWED_UPDATES = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const

/** How long Telegram holds a request that has nothing to say, in seconds. */
export const HOLD_S = 30

/** Waits after failed attempts, in ms; the last one repeats. A message is offered for as long as it takes, never skipped (P3). */
const RECEIVE_BACK_OFF_MS = [200, 1_000, 2_000, 5_000] as const
const POLL_BACK_OFF_MS = [1_000, 3_000, 5_000, 15_000] as const
const CONFLICT_MS = 5_000

export interface Polling {
  readonly api: Api
  readonly log: Log
  /** Aborted by `stop`: ends the held request and every wait. */
  readonly signal: AbortSignal
  /** Resolves after so many ms, or as soon as the signal is aborted. */
  readonly pause: (ms: number) => Promise<void>
  /** Resolves once the update is stored or proved to be nothing for us; rejects when it could not be stored. */
  readonly take: (update: Update) => Promise<void>
}

/**
 * Our own long-polling loop. The offset, which is how Telegram is told that it may forget an update, moves only after
 * `take` resolved for it. grammY's `bot.start()` moves it before the handler runs, and confirms it when stopped.
 * Ends with the signal (`stopped`) or when Telegram refuses the token (`refused`); anything else is tried again.
 */
export async function poll(line: Polling): Promise<'stopped' | 'refused'> {
  let offset = 0
  let failures = 0
  while (!line.signal.aborted) {
    try {
      const updates = await ask(line, offset)
      failures = 0
      for (const update of updates) {
        if (!(await takeUntilStored(line, update))) return 'stopped'
        offset = update.update_id + 1
      }
    } catch (error) {
      if (line.signal.aborted) return 'stopped'
      if (isRefusedToken(error)) return 'refused'
      await line.pause(reportTrouble(line.log, error, failures++))
    }
  }
  return 'stopped'
}

/** 401: the token was withdrawn. 404: it never was one. Only the operator can change either. */
export function isRefusedToken(error: unknown): boolean {
  const code = refusalCode(error)
  return code === 401 || code === 404
}

async function ask({ api, signal }: Polling, offset: number): Promise<Update[]> {
  const what = { offset, limit: 100, timeout: HOLD_S, allowed_updates: [...ALLOWED_UPDATES] }
  // grammY types its signal by the `abort-controller` package; node's own is the same thing at run time.
  return api.getUpdates(what, signal as Parameters<Api['getUpdates']>[1])
}

/** False when stopped first: the update was not confirmed and comes again at the next start. */
async function takeUntilStored(line: Polling, update: Update): Promise<boolean> {
  for (let attempts = 1; !line.signal.aborted; attempts++) {
    try {
      await line.take(update)
      return true
    } catch (error) {
      line.log.error('telegram.not-stored', { attempts, code: codeOf(error) })
      await line.pause(nth(RECEIVE_BACK_OFF_MS, attempts - 1))
    }
  }
  return false
}

/** Logs what is wrong and with what cure; says how long to wait, in ms. */
export function reportTrouble(log: Log, error: unknown, failures: number): number {
  const code = refusalCode(error)
  if (code === 409) {
    log.warn('telegram.conflict', {
      code,
      cure: 'Another process reads this bot, or a webhook is set for it. Stop the other one; this one waits and tries again.',
    })
    return retryAfterMs(error) ?? CONFLICT_MS
  }
  const ms = retryAfterMs(error) ?? nth(POLL_BACK_OFF_MS, failures)
  if (code === 429) log.warn('telegram.slow-down', { code, waitMs: ms })
  else log.warn('telegram.unreachable', { code: code ?? networkCode(error), failures: failures + 1, waitMs: ms })
  return ms
}

function nth(steps: readonly number[], n: number): number {
  return steps[Math.min(n, steps.length - 1)] ?? 1_000
}
