import type { TimerName, TurnEvent } from '../../core/event.ts'
import { hasDrifted, leavesWorse } from '../../rails/drift.ts'
import { isQuiet, untilMorningMs } from '../../rails/local-hours.ts'
import { RATINGS } from '../../rails/reviewed.ts'
import { questionUnanswered } from './danger.ts'
import { interrupt } from './interrupt.ts'
import { askAgain, pinCard, sayCard } from './speak.ts'
import { endPractice, greet } from './walk.ts'
import { stepOf, topOf, type Turn } from './turn.ts'

/** What a durable timer does when its time has come. */
export function timedOut(turn: Turn, timer: TimerName): void {
  switch (timer) {
    case 'silence-check':
      return silenceCheck(turn)
    case 'silence-close':
      return silenceClose(turn)
    case 'stop-check':
      turn.effects.push({ type: 'raiseFlag', level: 'amber', rule: 'stop-while-high' })
      return whenFree(turn, 'stop-check')
    case 'came-back':
      return cameBack(turn, 'outage')
    case 'read':
      return sayCard(turn, 'read')
    case 'question':
      return questionUnanswered(turn)
    case 'red-check':
      return interrupt(turn, 'red-check')
    case 'red-silence':
      // Nothing more is said to the client: from here a person calls (care C9).
      turn.conversation.awaits = null
      turn.effects.push({ type: 'raiseFlag', level: 'red', rule: 'no-answer' })
      return
    case 'follow-up':
      return whenFree(turn, turn.conversation.followsUp === 'need' ? 'need' : timer)
    case 'day-after':
      return whenFree(turn, timer)
    case 'morning':
      return whenFree(turn, 'left')
    case 'review':
      return review(turn)
    case 'handover':
      return handedOver(turn)
    case 'handover-wait':
      return nobodyAnswered(turn)
    case 'card':
      return pinCard(turn)
    case 'reminder':
      // Heard as REMINDER_DUE, which carries what the schedule says.
      return
    case 'meaning':
      // Heard as SUSPECTED or SIGNALLED, by what was found.
      return
    case 'farewell':
      // Said to whoever is discharged; taken up again since, there is nothing to say.
      return
  }
  return timer satisfies never
}

/** The client is told who is there; a practice ends, because imagery rests while a person is. */
function handedOver(turn: Turn): void {
  if (!turn.given.handed) return sayCard(turn, 'given-back')
  if (turn.conversation.practice) return interrupt(turn, 'handed')
  sayCard(turn, 'with-person')
}

/** Raising an alert is no hand-over, and a hand-over is no silence: the numbers, and the next person (care C2). */
function nobodyAnswered(turn: Turn): void {
  if (!turn.given.handed) return
  turn.effects.push({ type: 'raiseFlag', level: 'red', rule: 'handover-unanswered' })
  sayCard(turn, 'with-nobody')
}

/** Nothing resumes after a gap: a practice leaves to its grounded re-entry, a care flow goes on where it is. */
export function cameBack(turn: Turn, why: Extract<TurnEvent, { type: 'CAME_BACK' }>['why']): void {
  const { practice, welcomed } = turn.conversation
  if (practice || why === 'failed' || why === 'upgrade') return interrupt(turn, why)
  if (!welcomed) return greet(turn)
  if (why === 'late') return interrupt(turn, 'late')
  const frame = topOf(turn)
  const step = frame && stepOf(turn, frame)
  if (frame && step && turn.conversation.ask) sayCard(turn, 'silence-check', askAgain(turn, frame, step))
  else greet(turn)
}

/** The first look is silent and asks nothing but a tap (care C9). At night the client may sleep: nothing is sent. */
function silenceCheck(turn: Turn): void {
  const { practice } = turn.conversation
  const frame = topOf(turn)
  const step = frame && stepOf(turn, frame)
  if (practice && frame && step && !sleepsProbably(turn)) sayCard(turn, 'silence-check', askAgain(turn, frame, step))
}

function silenceClose(turn: Turn): void {
  if (!turn.conversation.practice) return
  if (sleepsProbably(turn)) {
    const { plan, now } = turn.given
    endPractice(turn, 'left')
    turn.conversation.frames = []
    turn.conversation.ask = null
    turn.effects.push({ type: 'startTimer', timer: 'morning', afterMs: untilMorningMs(plan, now) })
    return
  }
  if (lastDistress(turn) >= RATINGS.stopCheckFrom)
    turn.effects.push({ type: 'raiseFlag', level: 'amber', rule: 'practice-unanswered' })
  interrupt(turn, 'quiet')
}

/** At night, after nothing high: asleep is the assumption, and the morning asks (care C9). */
const sleepsProbably = (turn: Turn): boolean =>
  isQuiet(turn.given.plan, turn.given.now) && lastDistress(turn) < RATINGS.stopCheckFrom

const lastDistress = ({ conversation }: Turn): number => conversation.rated.distress?.value ?? 0

/** A line that can wait never breaks into a practice or a question about safety: then it is not sent at all. */
function whenFree(turn: Turn, what: 'stop-check' | 'follow-up' | 'need' | 'day-after' | 'left'): void {
  const { practice, awaits } = turn.conversation
  if (practice === null && awaits === null) interrupt(turn, what)
}

/** Once a practice is over: does this flow leave the client worse, and do the days drift (clinical 3.1)? */
function review(turn: Turn): void {
  const { history, held, now } = turn.given
  if (!history) return
  if (leavesWorse(history.runs) && !held.includes(history.flow)) {
    turn.effects.push(
      { type: 'raiseFlag', level: 'amber', rule: 'drift-runs', detail: [history.flow] },
      { type: 'holdFlow', flow: history.flow },
    )
  }
  if (hasDrifted(history.ratings, now.getTime()))
    turn.effects.push({ type: 'raiseFlag', level: 'info', rule: 'drift-days' })
}
