import type { FlagNote } from '../../core/effect.ts'
import { QUESTIONS, type Question } from '../../core/event.ts'
import type { FlagLevel } from '../../core/ids.ts'
import { awaitWords } from './danger.ts'
import { topOf, type Turn } from './turn.ts'

interface Meaning {
  readonly note: FlagNote
  readonly level?: Extract<FlagLevel, 'red' | 'black'>
}

const CRISIS: Readonly<Record<string, Meaning>> = {
  safe: { note: 'safe-yes' },
  'not-safe': { note: 'safe-no', level: 'red' },
  'not-sure': { note: 'safe-unsure' },
  'tapped-wrong': { note: 'tapped-wrong' },
  'not-meant': { note: 'not-meant' },
}

/** Yes is red, now is black, and not sure is an answer that fetches a person too (design 6). */
const QUESTION = {
  'yes-now': { said: 'now', level: 'black' },
  yes: { said: 'yes', level: 'red' },
  'not-sure': { said: 'unsure', level: 'red' },
  'a-little': { said: 'yes', level: undefined },
  no: { said: 'no', level: undefined },
} as const

/**
 * What an answer means to whoever looks, beside where its flow leads: a note on the flag, and for danger the flag, the
 * latch and the wait for further words. Never taken back by a later answer.
 */
export function noteSafety(turn: Turn, choice: string): void {
  const meaning = meaningOf(turn, choice)
  if (!meaning) return
  turn.effects.push({ type: 'noteOnFlag', note: meaning.note })
  if (!meaning.level) return
  turn.effects.push(
    { type: 'raiseFlag', level: meaning.level, rule: choice === 'not-safe' ? 'not-safe' : 'question-yes' },
    { type: 'raiseLatch', why: 'signal' },
  )
  awaitWords(turn, { discreet: meaning.note.startsWith('now-') })
}

function meaningOf(turn: Turn, choice: string): Meaning | null {
  const frame = topOf(turn)
  if (frame?.flow === 'crisis') return Object.hasOwn(CRISIS, choice) ? (CRISIS[choice] ?? null) : null
  if (frame?.flow !== 'direct-question') return null
  const question = questionAt(frame.state)
  if (!question) return null
  if (choice === 'not-meant') return { note: 'not-meant' }
  if (!Object.hasOwn(QUESTION, choice)) return null
  const { said, level } = QUESTION[choice as keyof typeof QUESTION]
  // Far away has a way of its own, back to the room; a person is fetched if that does not help (care C8).
  return { note: `${question}-${said}`, ...(level && question !== 'away' && { level }) }
}

const questionAt = (state: string): Question | undefined =>
  QUESTIONS.find((question) => question === (state === 'now-question' ? 'now' : state))
