import type { Api } from 'grammy'
import type { Update } from 'grammy/types'
import type { Log } from '../../src/ports/world.ts'
import { receiptOf } from './receipt.ts'

/** How many updates are remembered as answered. Telegram shows at most 100 that wait. */
const REMEMBERED = 500

/**
 * What the platform expects of a polite bot, beside any conversation: a tapped button stops spinning, stale ones too, and
 * a bot that was put into a group leaves it. Neither waits for the store nor holds anything up, and failing is no matter.
 */
export function createCourtesies(api: Api, log: Log): { pay: (update: Update) => void; settled: () => Promise<void> } {
  const running = new Set<Promise<unknown>>()
  // By update, so that an update which is offered again while the store is away is answered once.
  const paid = new Set<number>()

  const pay = (update: Update) => {
    if (paid.has(update.update_id)) return
    paid.add(update.update_id)
    const [oldest] = paid
    if (paid.size > REMEMBERED && oldest !== undefined) paid.delete(oldest)
    const call = courtesyFor(api, update)
    if (!call) return
    const quiet = call
      .catch((error: unknown) => log.info('telegram.courtesy-failed', { code: receiptOf(error).code }))
      .finally(() => running.delete(quiet))
    running.add(quiet)
  }
  return {
    pay,
    settled: async () => {
      await Promise.all(running)
    },
  }
}

function courtesyFor(api: Api, update: Update): Promise<unknown> | undefined {
  if (update.callback_query) return api.answerCallbackQuery(update.callback_query.id)
  const change = update.my_chat_member
  const joined = change !== undefined && change.chat.type !== 'private' && isInside(change.new_chat_member.status)
  return joined ? api.leaveChat(change.chat.id) : undefined
}

function isInside(status: string): boolean {
  return status === 'member' || status === 'administrator' || status === 'restricted'
}
