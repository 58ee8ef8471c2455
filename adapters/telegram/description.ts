import type { Api } from 'grammy'
import type { Beside } from '../../src/ports/channel.ts'
import type { Log } from '../../src/ports/world.ts'
import { receiptOf } from './receipt.ts'

/** An emergency number, and where it holds. */
export interface EmergencyNumber {
  readonly country: string
  readonly number: string
}

export interface Described {
  readonly beside: Beside
  /** Of the countries in which the clinic's clients live, as they are now; empty: not known. */
  readonly emergency: () => Promise<readonly EmergencyNumber[]>
}

/** Telegram's limits for what stands where a chat is opened and in the bot's profile, in UTF-16 units. */
const LENGTH = 512
const SHORT_LENGTH = 120

/**
 * What stands where the chat is opened for the first time: numbers that are there while we are not (care C23), in signed
 * words. More countries than there is room for leave nobody's number out: then it says 'local'.
 */
export function descriptionOf(beside: Beside, emergency: readonly EmergencyNumber[]): string | null {
  const each = emergency.map(({ country, number }) => `${number} (${country})`).join(', ')
  const full = each === '' ? null : beside('telegram-description', { emergency: each })
  const text = full !== null && full.length <= LENGTH ? full : beside('telegram-anywhere')
  return text !== null && text.length <= LENGTH ? text : null
}

/** Says it to Telegram, behind everything else. Where that fails, or nothing is signed, what it was told the last time stands. */
export async function describeBot(api: Api, log: Log, { beside, emergency }: Described): Promise<void> {
  try {
    const description = descriptionOf(beside, await emergency())
    if (description !== null) await api.setMyDescription(description)
    const short = beside('telegram-short')
    if (short !== null && short.length <= SHORT_LENGTH) await api.setMyShortDescription(short)
  } catch (error) {
    log.warn('telegram.not-described', { code: receiptOf(error).code })
  }
}
