import type { Question } from '../../core/event.ts'
import type { AskId } from '../../core/ids.ts'
import { silenceIsRed } from '../../rails/direct-question.ts'
import { untilTomorrowMs } from '../../rails/local-hours.ts'
import { TIMES } from '../../rails/reviewed.ts'
import { interrupt, INTERRUPTS, type Interrupt } from './interrupt.ts'
import type { Turn } from './turn.ts'

const MINUTE = 60_000

/** Danger: the answer is said, and silence after it is heard too (care C9). */
export function enterDanger(turn: Turn, what: Interrupt, answered?: AskId): void {
  interrupt(turn, what, answered)
  awaitWords(turn, { discreet: what === 'discreet' })
}

/**
 * After red a gentle check, then whoever has it is told that there is no answer; any word ends both. Tomorrow one line.
 * Where somebody else may read along nothing more comes to the screen, and a person is told all the same (care C7).
 */
export function awaitWords(turn: Turn, { discreet }: { discreet: boolean }): void {
  turn.conversation.awaits = 'red'
  turn.effects.push(
    { type: 'cancelTimer', timer: 'question' },
    { type: 'startTimer', timer: 'red-silence', afterMs: TIMES.redSilenceMinutes * MINUTE },
  )
  if (discreet) return
  const { plan, now } = turn.given
  turn.effects.push(
    { type: 'startTimer', timer: 'red-check', afterMs: TIMES.redCheckMinutes * MINUTE },
    { type: 'startTimer', timer: 'day-after', afterMs: untilTomorrowMs(plan, now) },
  )
}

/** The category's direct question, in the same words each time (care C7). Whatever ran is left. */
export function ask(turn: Turn, question: Question): void {
  turn.conversation.questions[question] = turn.given.now.getTime()
  turn.effects.push({ type: 'raiseBarrier' })
  interrupt(turn, question)
  if (question === 'panic') return
  turn.conversation.awaits = 'question'
  turn.effects.push(
    { type: 'noteOnFlag', note: `${question}-asked` },
    { type: 'startTimer', timer: 'question', afterMs: TIMES.questionMinutes * MINUTE },
  )
}

/**
 * The question that comes after the turn of its message, because the meaning was read late. While a person is being
 * fetched it asks nothing: the signal stands on their flag. Another question that is open is answered first.
 */
export function askLate(turn: Turn, question: Question): void {
  const { awaits, frames } = turn.conversation
  const inDanger = [INTERRUPTS.red.flow, INTERRUPTS.life.flow].some((flow) => flow === frames[0]?.flow)
  if (awaits === 'red' || (turn.given.signalStands && inDanger)) return
  if (awaits === null) return ask(turn, question)
  turn.effects.push({ type: 'startTimer', timer: 'meaning', afterMs: TIMES.questionMinutes * MINUTE })
}

/** The client wrote or tapped: what waited for any word waits no more. */
export function wordsCame(turn: Turn): void {
  if (turn.conversation.awaits === null) return
  turn.conversation.awaits = null
  turn.effects.push(
    { type: 'cancelTimer', timer: 'question' },
    { type: 'cancelTimer', timer: 'red-check' },
    { type: 'cancelTimer', timer: 'red-silence' },
  )
}

/** Fifteen minutes without an answer (design 6). Where somebody else may read along, the screen stays as it is. */
export function questionUnanswered(turn: Turn): void {
  const { questions, rated } = turn.conversation
  const asked = lastAsked(questions)
  turn.conversation.awaits = null
  if (!asked || !silenceIsRed(asked, rated.distress?.value ?? null)) return
  turn.effects.push(
    { type: 'raiseFlag', level: 'red', rule: 'question-unanswered', detail: [asked] },
    { type: 'raiseLatch', why: 'signal' },
  )
  if (asked !== 'now') enterDanger(turn, 'unanswered')
}

function lastAsked(questions: Readonly<Partial<Record<Question, number>>>): Question | null {
  const [last] = Object.entries(questions).sort(([, one], [, other]) => other - one)
  return last ? (last[0] as Question) : null
}
