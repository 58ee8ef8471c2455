import type { Conversation, OpenAsk } from './conversation.ts'
import type { AskId } from './ids.ts'
import type { Aside, TurnEvent } from './event.ts'
import type { InboundBody } from './message.ts'
import type { Private } from './private.ts'

/** What is heard besides the open question's own answers: reviewed data, so it comes from the rails. */
export interface Hearing {
  /** A bare number from here up is heard as distress even where no scale is open (care C5). */
  readonly crisisAt: number
  /** A greeting or the word for the menu: nothing that a therapist would want kept. */
  isGreeting(text: string): boolean
  /** The word for the menu: heard from everywhere but a practice, which is left by STOP. */
  isMenuWord(text: string): boolean
  /** A bare no: in a practice it stops, unless the question offers it as an answer (clinical 5.4). */
  isRefusal(text: string): boolean
  /** What is said to the bot beside the question, by closed lists (care C11); null: nothing of the kind. */
  asideOf(text: string): Aside | null
}

/**
 * Words or a button, and the question that is open → what happened. Exact: nothing outside these closed forms moves a
 * flow. Somebody who types 9 does not look up which question stands (care C5). `at`: when it came.
 */
export function understand(
  body: InboundBody,
  { ask: open, practice }: Pick<Conversation, 'ask' | 'practice'>,
  hearing: Hearing,
  at: Date,
): TurnEvent | null {
  switch (body.kind) {
    case 'text': {
      const number = numberIn(body.text.reveal())
      // A pause runs: the question is on its way, and nobody has read it.
      const isEarly = open !== null && at.getTime() < open.from
      if ((open?.kind !== 'rate' || isEarly) && number !== undefined && number >= hearing.crisisAt)
        return { type: 'RATED', scale: 'distress', value: number }
      if (!open) return { type: 'GREETED', wrote: !hearing.isGreeting(body.text.reveal()) }
      if (practice === null && hearing.isMenuWord(body.text.reveal())) return { type: 'GREETED', wrote: false }
      const event = isEarly ? duringPause(body.text, hearing) : understandText(body.text, open, hearing)
      const refuses =
        ['UNCLEAR', 'BROKE_PAUSE'].includes(event.type) && practice !== null && hearing.isRefusal(body.text.reveal())
      return refuses ? { type: 'BARRIER', word: 'stop', answered: undefined } : event
    }
    case 'choice':
      return understandToken(body.token, open, hearing)
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

/** Choices that count under whatever message they stand: a late tap on [It does not feel right] is one all the same. */
const ALWAYS_HEARD: Readonly<Record<string, TurnEvent>> = {
  // Whoever taps [Not safe] under yesterday's message is heard as one who says it now.
  'not-safe': { type: 'BARRIER', word: 'sos', answered: undefined },
  intruded: { type: 'CHOSE', choice: 'intruded' },
}

function understandToken(token: string, open: OpenAsk | null, { crisisAt }: Hearing): TurnEvent {
  const dot = token.lastIndexOf('.')
  const [ask, choice] = [token.slice(0, dot), token.slice(dot + 1)]
  if (!open || open.id !== (ask as AskId)) {
    const distress = distressIn(choice) ?? 0
    if (distress >= crisisAt) return { type: 'RATED', scale: 'distress', value: distress }
    return ALWAYS_HEARD[choice] ?? { type: 'UNCLEAR', why: 'stale' }
  }
  return offered(choice, open) ?? { type: 'UNCLEAR', why: 'stale' }
}

function offered(choice: string, open: OpenAsk): TurnEvent | null {
  const value = open.kind === 'rate' ? (distressIn(choice) ?? NUMBERS.get(choice)) : undefined
  if (value !== undefined && open.scale) return { type: 'RATED', scale: open.scale, value }
  if (!open.choices.some(({ id }) => id === choice)) return null
  if (choice === 'skip') return { type: 'SKIPPED' }
  if (choice === 'back') return { type: 'WENT_BACK' }
  return { type: 'CHOSE', choice }
}

function duringPause(text: Private<string>, hearing: Hearing): TurnEvent {
  const about = hearing.asideOf(text.reveal())
  return about ? { type: 'ASIDE', about } : { type: 'BROKE_PAUSE' }
}

function understandText(text: Private<string>, open: OpenAsk, hearing: Hearing): TurnEvent {
  const said = plain(text.reveal())
  const number = open.kind === 'rate' ? numberIn(text.reveal()) : undefined
  if (number !== undefined && open.scale) return { type: 'RATED', scale: open.scale, value: number }
  const byWords = open.choices.find(({ label }) => plain(label) === said)
  const answer = offered(byWords?.id ?? said, open)
  if (answer) return answer
  const about = hearing.asideOf(text.reveal())
  if (open.kind !== 'write') return about ? { type: 'ASIDE', about } : { type: 'UNCLEAR', why: 'words' }
  // Where words are asked for, what is no question is the answer: 'I am scared' is how somebody feels now.
  return isQuestion(text.reveal()) ? { type: 'ASIDE', about: about ?? 'other' } : { type: 'WROTE', text }
}

/** In a `write` step any text that ends in a question mark or opens with a question word is a question to the bot (care C11). */
function isQuestion(text: string): boolean {
  return (
    /\?\s*$/.test(text) ||
    /^(who|what|when|where|why|how|did|do|does|is|are|was|were|can|could|will|would|should)\b/i.test(text.trim())
  )
}

/** The number of a button under a scale of distress, which its token names even when the question is long over. */
const distressIn = (choice: string): number | undefined =>
  choice.startsWith('distress-') ? NUMBERS.get(choice.slice('distress-'.length)) : undefined

const WORDS = [
  ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'],
  ['cero', 'uno', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve', 'diez'],
]

/** 0 to 10 in digits and words; '7.5', '-1' and '11' are no answer. */
const NUMBERS = new Map<string, number>(
  WORDS.flatMap((words) => words.flatMap((word, n) => [[word, n] as const, [String(n), n] as const])),
)

/** '9', 'nine', '9/10', '9 out of 10'. */
function numberIn(text: string): number | undefined {
  return NUMBERS.get(plain(text).replace(/ ?(\/|out of|de|sobre) ?(10|ten|diez)$/, ''))
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .replace(/(?<!\d)[.!,]+(?!\d)|[.!,]+$/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}
