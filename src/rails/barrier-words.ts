import type { BarrierWord } from '../core/event.ts'
import { CLOSED_WORDS } from './reviewed.ts'

const WORDS = new Map<string, BarrierWord>(
  (['stop', 'sos', 'help'] as const).flatMap((word) => CLOSED_WORDS[word].map((said) => [plain(said), word] as const)),
)

/** Buttons that stand for a closed word, however old the message is that they stand under. */
const BUTTONS: Readonly<Record<string, BarrierWord>> = { stop: 'stop', sos: 'sos', help: 'help' }

/** The closed word that this whole message is, or null. Never part of a longer sentence: 'I cannot stop it' is no STOP. */
export function barrierWordOf(text: string): BarrierWord | null {
  return WORDS.get(plain(text)) ?? null
}

/** The closed word that a button stands for when it is not the current question's own. */
export function barrierWordOfChoice(choice: string): BarrierWord | null {
  return BUTTONS[choice] ?? null
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .replace(/[^\p{L}\p{N}'/ ]+/gu, ' ')
    .replace(/(\p{L})\1{2,}/gu, '$1')
    .replace(/\s+/g, ' ')
    .trim()
}
