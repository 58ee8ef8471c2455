import type { InboundBody } from '../../core/message.ts'
import type { ScreenResult } from '../../core/screen-result.ts'
import { hear, type Around, type Heard, type MeaningDue, type ScreenText } from '../hear.ts'

/** Reads what texts mean, for the risk screen. */
export interface Meanings {
  /** Whether there is a model. Without one no reading is due. */
  stand(): boolean
  read(text: string): BeingRead
}

/** A text that is being read: its log odds of risk; null where it cannot be read, or not by then. Neither rejects. */
export interface BeingRead {
  /** As long as a message may wait for it. */
  readonly soon: Promise<number | null>
  /** As long as anybody here waits for it. */
  readonly late: Promise<number | null>
}

/** What was heard in time. */
export interface HeardInTime extends Heard {
  /** What the screen makes of the message once its meaning is read, null: nobody read it. Left out: no reading is due any more. */
  readonly later?: Promise<ScreenResult | null>
}

/**
 * As {@link hear}, and where the meaning could raise what the rules found, with that too if it is read in time. Closed
 * words and danger wait for nothing.
 */
export async function hearMeaning(
  body: InboundBody,
  around: Around,
  { screen, meanings }: { readonly screen: ScreenText; readonly meanings?: Meanings | undefined },
): Promise<HeardInTime> {
  const { due, ...heard } = hear(body, around, screen)
  if (!due || !meanings?.stand()) return heard
  const { soon, late } = meanings.read(due.words.reveal())
  const meaning = await soon
  if (meaning !== null) return { ...heard, screen: due.withMeaning(meaning) }
  // Without it the words alone decide, and what they asked about is not taken back.
  if (!['none', 'notice'].includes(heard.screen.level)) return heard
  return { ...heard, later: late.then((odds) => (odds === null ? null : due.withMeaning(odds))) }
}

/** The same for a message that was stored without: null where it still cannot be read. */
export async function readLate(due: MeaningDue, meanings: Meanings): Promise<ScreenResult | null> {
  const odds = await meanings.read(due.words.reveal()).late
  return odds === null ? null : due.withMeaning(odds)
}
