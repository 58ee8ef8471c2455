import type { BarrierWord } from '../core/event.ts'
import { isOneSlipAway } from './one-slip.ts'
import { plain } from './plain.ts'
import { CLOSED_WORDS } from './reviewed.ts'

const WORDS = new Map<string, BarrierWord>(
  (['stop', 'sos', 'help'] as const).flatMap((word) => CLOSED_WORDS[word].map((said) => [plain(said), word] as const)),
)
const NOT_A_SLIP = new Set(CLOSED_WORDS.notASlip.map(plain))
const GREETINGS = new Set(CLOSED_WORDS.greeting.map(plain))
const MENU_WORDS = new Set(CLOSED_WORDS.menu.map(plain))
const REFUSALS = new Set(CLOSED_WORDS.refusal.map(plain))

/** Below this a slip makes another word more often than not. */
const SHORTEST_WITH_A_SLIP = 4

/** Buttons that stand for a closed word, however old the message is that they stand under. */
const BUTTONS: Readonly<Record<string, BarrierWord>> = { stop: 'stop', sos: 'sos', help: 'help' }

/**
 * The closed word that this whole message is, or null; one slip of the finger is forgiven. Never part of a longer
 * sentence: 'I cannot stop it' is no STOP.
 */
export function barrierWordOf(text: string): BarrierWord | null {
  const said = plain(text)
  const exact = WORDS.get(said)
  if (exact) return exact
  if (said.length < SHORTEST_WITH_A_SLIP || NOT_A_SLIP.has(said) || isGreeting(said)) return null
  for (const [word, meant] of WORDS) {
    if (word.length >= SHORTEST_WITH_A_SLIP && isOneSlipAway(said, word)) return meant
  }
  return null
}

/** The closed word that a button stands for when it is not the current question's own. */
export function barrierWordOfChoice(choice: string): BarrierWord | null {
  return BUTTONS[choice] ?? null
}

/** A greeting, or the word for the menu. */
export const isGreeting = (text: string): boolean => GREETINGS.has(plain(text)) || isMenuWord(text)

/** The word for the menu, whole message. */
export const isMenuWord = (text: string): boolean => MENU_WORDS.has(plain(text))

/** A bare no, whole message. */
export const isRefusal = (text: string): boolean => REFUSALS.has(plain(text))
