import type { Api } from 'grammy'
import type { Contact } from '../../src/core/message.ts'
import type { Log } from '../../src/ports/world.ts'
import { receiptOf } from './receipt.ts'

/** All cards of a line together have so long: the numbers stand in its words already, and the next line waits. */
const CARDS_MS = 5_000

/**
 * People whom a line names, as cards that a phone keeps and rings, below it. May be forwarded and copied: a client must be
 * able to send one on (care C20). What fails is logged and left, for the words have arrived. Never throws.
 *
 * @returns the ids of the cards that were sent.
 */
export async function sendContacts(
  { api, log }: { readonly api: Api; readonly log: Log },
  chat: string,
  contacts: readonly Contact[],
): Promise<number[]> {
  const ids: number[] = []
  if (contacts.length === 0) return ids
  const signal = AbortSignal.timeout(CARDS_MS)
  try {
    for (const { name, number } of contacts) {
      const manner = { disable_notification: true, protect_content: false }
      // @ts-expect-error grammY's type of a signal is that of another library; it takes the platform's own.
      const sent = await api.sendContact(chat, number.replace(/[^+\d]/g, ''), name, manner, signal)
      ids.push(sent.message_id)
    }
  } catch (error) {
    log.warn('telegram.no-contact', { code: receiptOf(error).code })
  }
  return ids
}
