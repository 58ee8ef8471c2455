import { codeOf } from '../core/errors.ts'
import type { ChannelName, ClinicId } from '../core/ids.ts'
import type { Receipt } from '../core/message.ts'
import type { ClinicSettings } from '../core/plan.ts'
import type { Channel } from '../ports/channel.ts'
import type { Clearing, ClearingMark } from '../ports/store/chat-keeping.ts'
import type { Store } from '../ports/store.ts'
import type { Log } from '../ports/world.ts'

export interface ClearDeps {
  readonly store: Pick<Store, 'dueClearings' | 'recordClearings' | 'time'>
  readonly channels: ReadonlyMap<ChannelName, Channel>
  readonly settingsOf: (clinic: ClinicId) => Promise<Pick<ClinicSettings, 'deletion'> | undefined>
  readonly log: Log
}

/** Few at once: a platform that is kept busy with deleting would let a crisis line wait. */
const AT_ONCE = 10
const EVERY_MS = 60_000
const HOUR_MS = 60 * 60_000

/**
 * Deletes what clients wrote from their chats, where the clinic wants it: a phone that somebody else opens then shows
 * less. The sealed transcript keeps it. Resolves with how many messages went.
 */
export function createClearChats({
  store,
  channels,
  settingsOf,
  log,
}: ClearDeps): (clinic: ClinicId) => Promise<number> {
  const looked = new Map<ClinicId, number>()
  return async (clinic) => {
    const deletion = (await settingsOf(clinic))?.deletion
    if (!deletion) return 0
    const now = (await store.time()).getTime()
    if (now - (looked.get(clinic) ?? Number.NEGATIVE_INFINITY) < EVERY_MS) return 0
    const { afterHours, since } = deletion
    const asked = { afterMs: afterHours * HOUR_MS, since: new Date(since), limit: AT_ONCE }
    const due = await store.dueClearings(clinic, asked)
    // A full round may have left some over: then it looks again at once.
    if (due.length < AT_ONCE) looked.set(clinic, now)
    const marks: ClearingMark[] = []
    for (const one of due) {
      const receipt = await clear(channels.get(one.channel), one)
      const state = stateOf(receipt)
      if (state) marks.push({ message: one.message, state })
      // Asked to slow down: what is left is handed out again later.
      if (receipt !== 'unsupported' && receipt.kind === 'later') break
    }
    const kept = marks.filter(({ state }) => state === 'kept').length
    if (kept > 0) log.warn('clear.kept', { messages: kept })
    if (marks.length > 0) await store.recordClearings(clinic, marks)
    return marks.length - kept
  }

  async function clear(channel: Channel | undefined, { address, receipt }: Clearing): Promise<Receipt | 'unsupported'> {
    if (!channel) return { kind: 'later', ms: 0 }
    return channel.amend(address, receipt, 'delete').catch((error: unknown): Receipt => {
      log.error('clear.channel-threw', { code: codeOf(error) })
      return { kind: 'unknown' }
    })
  }
}

/** Null: it is tried again, until the platform's time is over. */
function stateOf(receipt: Receipt | 'unsupported'): ClearingMark['state'] | null {
  if (receipt === 'unsupported') return 'kept'
  if (receipt.kind === 'sent') return 'cleared'
  return receipt.kind === 'refused' ? 'kept' : null
}
