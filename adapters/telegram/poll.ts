import type { Api } from 'grammy'
import type { Update } from 'grammy/types'
import { codeOf } from '../../src/core/errors.ts'
import type { Log } from '../../src/ports/world.ts'
import { networkCode, refusalCode, retryAfterMs } from './receipt.ts'

/** What the platform may send us: all else would be read and thrown away. */
export const ALLOWED_UPDATES = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const

/** How long Telegram holds a request that has nothing to say, in seconds. */
export const HOLD_S = 30

/** Waits between attempts to have one update stored before those behind it are offered too, in ms. */
const PATIENCE_MS = [200, 1_000, 2_000] as const
/** While something is stuck, everything that waits is offered so often. */
const ROUND_MS = 2_000
/** Waits between attempts to reach Telegram; the last one repeats. */
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
 * Our own long-polling loop. The offset, which is how Telegram is told that it may forget an update, moves only past
 * updates that `take` resolved for. grammY's `bot.start()` moves it before the handler runs, and confirms it when stopped.
 * Ends with the signal (`stopped`) or when Telegram refuses the token (`refused`); anything else is tried again.
 */
export async function poll(line: Polling): Promise<'stopped' | 'refused'> {
  const backlog: Backlog = { offset: 0, stored: new Set(), stuck: new Set() }
  let failures = 0
  while (!line.signal.aborted) {
    try {
      const updates = await ask(line, backlog.offset)
      failures = 0
      if (!(await takeAll(line, updates, backlog))) await line.pause(ROUND_MS)
    } catch (error) {
      if (line.signal.aborted) return 'stopped'
      if (isRefusedToken(error)) return 'refused'
      await line.pause(reportTrouble(line.log, error, failures++))
    }
  }
  return 'stopped'
}

/** What Telegram still keeps for us: everything from `offset` on. Some of it is stored already, some could not be. */
interface Backlog {
  offset: number
  readonly stored: Set<number>
  readonly stuck: Set<number>
}

/**
 * Offers updates in their order; true if all of them are stored now. One that cannot be stored after a few attempts is
 * stepped over, never skipped: it holds the offset and is offered again in every round, first. Without that, one message
 * that the store cannot take would keep every client's STOP from being heard, and so would the store being away, in
 * which time STOP is answered from memory (design 3). Telegram shows at most 100 updates behind it.
 */
async function takeAll(line: Polling, updates: readonly Update[], backlog: Backlog): Promise<boolean> {
  let isStuck = false
  for (const update of updates) {
    const id = update.update_id
    if (backlog.stored.has(id)) continue
    const patience = isStuck || backlog.stuck.has(id) ? [] : PATIENCE_MS
    if (await takePatiently(line, update, patience)) backlog.stored.add(id)
    else {
      isStuck = true
      backlog.stuck.add(id)
    }
    if (line.signal.aborted) return false
  }
  const open = updates.find((update) => !backlog.stored.has(update.update_id))
  const last = updates.at(-1)
  // Nothing waits, so all was confirmed and the number has done its duty. After a quiet week Telegram counts on from a
  // random number, and an offset above that would confirm what nobody has read.
  backlog.offset = open?.update_id ?? (last ? last.update_id + 1 : 0)
  for (const ids of [backlog.stored, backlog.stuck])
    for (const id of ids) if (!last || id < backlog.offset) ids.delete(id)
  return !isStuck
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

async function takePatiently(line: Polling, update: Update, patience: readonly number[]): Promise<boolean> {
  for (let attempt = 0; !line.signal.aborted; attempt++) {
    try {
      await line.take(update)
      return true
    } catch (error) {
      line.log.error('telegram.not-stored', { code: codeOf(error), update: update.update_id })
      const ms = patience[attempt]
      if (ms === undefined) return false
      await line.pause(ms)
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
