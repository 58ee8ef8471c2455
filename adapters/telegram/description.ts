import type { Api } from 'grammy'
import type { Log } from '../../src/ports/world.ts'
import { receiptOf } from './receipt.ts'
import words from './reviewed/bot-words.json' with { type: 'json' }

/** An emergency number, and where it holds. */
export interface EmergencyNumber {
  readonly country: string
  readonly number: string
}

export interface DescriptionFacts {
  /** Of the countries in which the clinic's clients live; empty: not known. */
  readonly emergency: readonly EmergencyNumber[]
  readonly finder: string
}

/** Telegram's limit, in UTF-16 units. */
const LENGTH = 512

/**
 * What stands where the chat is opened for the first time and in the bot's profile: numbers that are there while we are
 * not (care C23). More countries than there is room for leave nobody's number out: then it says 'local'.
 */
export function descriptionOf({ emergency, finder }: DescriptionFacts): string {
  const filled = (numbers: string) => words.description.replace('{emergency}', numbers).replace('{finder}', finder)
  const each = emergency.map(({ country, number }) => `${number} (${country})`).join(', ')
  const text = filled(each === '' ? words.anywhere : `${each} ${words.or} ${words.anywhere}`)
  return text.length <= LENGTH ? text : filled(words.anywhere)
}

/** Says it to Telegram, behind everything else. Where that fails, what it was told the last time stands. */
export async function describeBot(api: Api, log: Log, factsNow: () => Promise<DescriptionFacts>): Promise<void> {
  try {
    await api.setMyDescription(descriptionOf(await factsNow()))
    await api.setMyShortDescription(words.short)
  } catch (error) {
    log.warn('telegram.not-described', { code: receiptOf(error).code })
  }
}
