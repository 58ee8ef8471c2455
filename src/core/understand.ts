import type { OpenAsk } from './conversation.ts'
import type { AskId } from './ids.ts'
import type { TurnEvent } from './event.ts'
import type { InboundBody } from './message.ts'
import type { Private } from './private.ts'

/**
 * Words or a button, and the question that is open → what happened. Exact: nothing outside these closed forms moves a
 * flow. A bare number from `crisisAt` up is heard as distress even where no scale is open (care C5): somebody who types
 * 9 does not look up which question stands.
 */
export function understand(body: InboundBody, open: OpenAsk | null, crisisAt: number): TurnEvent | null {
  switch (body.kind) {
    case 'text':
      if (open?.kind !== 'rate' && (NUMBERS.get(plain(body.text.reveal())) ?? 0) >= crisisAt) {
        return { type: 'RATED', scale: 'distress', value: NUMBERS.get(plain(body.text.reveal())) ?? crisisAt }
      }
      return open ? understandText(body.text, open) : { type: 'GREETED' }
    case 'choice':
      return understandToken(body.token, open)
    case 'media':
      return { type: 'UNCLEAR', why: 'media' }
    // Screened on receipt like every word; an edit answers nothing.
    case 'edited':
    case 'blocked':
    case 'unblocked':
    case 'pair':
    case 'ack':
      return null
  }
  return body satisfies never
}

function understandToken(token: string, open: OpenAsk | null): TurnEvent {
  const dot = token.lastIndexOf('.')
  const [ask, choice] = [token.slice(0, dot), token.slice(dot + 1)]
  if (!open || open.id !== (ask as AskId)) {
    // Whoever taps [Not safe] under yesterday's message is heard as one who says it now.
    return choice === 'not-safe'
      ? { type: 'BARRIER', word: 'sos', answered: undefined }
      : { type: 'UNCLEAR', why: 'stale' }
  }
  return offered(choice, open) ?? { type: 'UNCLEAR', why: 'stale' }
}

function offered(choice: string, open: OpenAsk): TurnEvent | null {
  const value = open.kind === 'rate' ? NUMBERS.get(choice) : undefined
  if (value !== undefined && open.scale) return { type: 'RATED', scale: open.scale, value }
  if (!open.choices.some(({ id }) => id === choice)) return null
  if (choice === 'skip') return { type: 'SKIPPED' }
  if (choice === 'back') return { type: 'WENT_BACK' }
  return { type: 'CHOSE', choice }
}

function understandText(text: Private<string>, open: OpenAsk): TurnEvent {
  const said = plain(text.reveal())
  const byWords = open.choices.find(({ label }) => plain(label) === said)
  const answer = offered(byWords?.id ?? said, open) ?? (NUMBERS.has(said) ? offered(said, open) : null)
  const number = open.kind === 'rate' ? NUMBERS.get(said) : undefined
  if (number !== undefined && open.scale) return { type: 'RATED', scale: open.scale, value: number }
  if (answer) return answer
  if (open.kind !== 'write') return { type: 'UNCLEAR', why: 'words' }
  return isQuestion(text.reveal()) ? { type: 'ASIDE' } : { type: 'WROTE', text }
}

/** In a `write` step any text that ends in a question mark or opens with a question word is a question to the bot (care C11). */
function isQuestion(text: string): boolean {
  return (
    /\?\s*$/.test(text) ||
    /^(who|what|when|where|why|how|did|do|does|is|are|was|were|can|could|will|would|should)\b/i.test(text.trim())
  )
}

const WORDS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

/** 0 to 10 in digits and words; '7.5', '-1' and '11' are no answer. */
const NUMBERS = new Map<string, number>(WORDS.flatMap((word, n) => [[word, n] as const, [String(n), n] as const]))

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .replace(/(?<!\d)[.!,]+(?!\d)|[.!,]+$/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}
