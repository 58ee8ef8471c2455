import type { InboundBody } from '../core/message.ts'
import { hear, type Around, type Heard, type ScreenText } from './hear.ts'

/** Reads what a text means, for the risk screen; null where it cannot, or not in time. It never rejects. */
export type ReadMeaning = (text: string) => Promise<number | null>

/**
 * As {@link hear}, and where words alone ask nothing, once more with what they mean. Closed words and danger wait for
 * nothing: a meaning only ever raises to ask.
 */
export async function hearMeaning(
  body: InboundBody,
  around: Around,
  { screen, readMeaning }: { readonly screen: ScreenText; readonly readMeaning?: ReadMeaning },
): Promise<Heard> {
  const heard = hear(body, around, screen)
  const words = body.kind === 'media' ? body.caption : 'text' in body ? body.text : undefined
  const unasked = heard.screen.level === 'none' || heard.screen.level === 'notice'
  if (!readMeaning || !words || body.kind === 'choice' || heard.word || !unasked) return heard
  const meaning = await readMeaning(words.reveal())
  return meaning === null ? heard : hear(body, { ...around, meaning }, screen)
}
