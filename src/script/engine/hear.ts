import type { Aside, TurnEvent } from '../../core/event.ts'
import { isAfterSession } from '../../rails/local-hours.ts'
import { limitsOf } from '../../rails/limits-of.ts'
import { RATINGS, TIMES } from '../../rails/reviewed.ts'
import { chose } from './chose.ts'
import { ask, askLate, enterDanger, wordsCame } from './danger.ts'
import { interrupt } from './interrupt.ts'
import { rate } from './rating.ts'
import { answerReminder, remind } from './remind.ts'
import { askAgain, sayCard } from './speak.ts'
import { cameBack, timedOut } from './timed.ts'
import { classOfPractice, stepOf, topOf, type Turn } from './turn.ts'
import { unclear } from './unclear.ts'
import { dispatch, greet, settle } from './walk.ts'

const MINUTE = 60_000

/** What each event does to a conversation; the rails' own before any flow's. */
export function hear(turn: Turn, event: TurnEvent): void {
  if (isTheClients(event)) {
    // Whoever writes or taps has ended the pause: what was to come after it comes at once.
    const { ask: open } = turn.conversation
    if (open) turn.conversation.ask = { ...open, from: 0 }
    wordsCame(turn)
    answerReminder(turn, event)
    if (isWritten(event)) waitForClinician(turn)
  }
  switch (event.type) {
    case 'BARRIER':
      return barrier(turn, event)
    case 'SIGNALLED':
      return enterDanger(turn, event.level, event.answered)
    case 'SUSPECTED':
      return event.late ? askLate(turn, event.question) : ask(turn, event.question)
    case 'CAME_BACK':
      return cameBack(turn, event.why)
    case 'TIMED_OUT':
      return timedOut(turn, event.timer)
    case 'REMINDER_DUE':
      return remind(turn, event.due)
    case 'READ':
      return sayCard(turn, 'read')
    case 'GREETED':
      return greet(turn, event.wrote ? 'kept' : undefined)
    case 'CHOSE':
      return chose(turn, event.choice)
    case 'RATED':
      if (!rate(turn, event.scale, event.value)) unclear(turn, 'words')
      return
    case 'WROTE':
      return wrote(turn, event.text)
    case 'SKIPPED':
      return skipped(turn)
    case 'WENT_BACK':
      if (dispatch(turn, { type: 'BACK' })) return settle(turn)
      return unclear(turn, 'words')
    case 'ASIDE':
      return answerAside(turn, event.about)
    case 'UNCLEAR':
      return unclear(turn, event.why)
    case 'BROKE_PAUSE':
      // Nothing is said to it: the store brings what waits of this step at once.
      return
  }
}

/** Whether the client wrote or tapped; a return from an outage may be nobody's doing, and a meaning may be read late. */
function isTheClients(event: TurnEvent): boolean {
  if (event.type === 'CAME_BACK') return event.why === 'late'
  if (event.type === 'SUSPECTED') return event.late !== true
  return !['TIMED_OUT', 'REMINDER_DUE', 'READ'].includes(event.type)
}

/** Words, not taps: somebody may want an answer to them. */
const isWritten = (event: TurnEvent): boolean =>
  event.type === 'GREETED' ? event.wrote : !['CHOSE', 'RATED', 'SKIPPED', 'WENT_BACK', 'BARRIER'].includes(event.type)

/** Whoever took the conversation has so long to answer; then the client is told, and the next person (care C2). */
function waitForClinician({ given, effects }: Turn): void {
  if (given.handed)
    effects.push({ type: 'startTimer', timer: 'handover-wait', afterMs: TIMES.handoverMinutes * MINUTE })
}

function barrier(turn: Turn, { word, answered }: Extract<TurnEvent, { type: 'BARRIER' }>): void {
  if (word === 'stop') {
    afterStop(turn)
    return interrupt(turn, turn.given.signalStands ? 'stop-signal' : 'stop', answered)
  }
  if (word === 'help') return interrupt(turn, 'help', answered)
  // Recognised on receipt, the flag stands already; recognised only here, it is raised here.
  if (answered === undefined) {
    turn.effects.push(
      { type: 'raiseBarrier' },
      { type: 'raiseFlag', level: 'red', rule: 'sos' },
      { type: 'raiseLatch', why: 'signal' },
    )
  }
  enterDanger(turn, 'sos', answered)
}

/** STOP owes no rating. After a high one, far away, or in an amber practice there is one check, ten minutes later (care C4). */
function afterStop(turn: Turn): void {
  const { given, conversation } = turn
  const { distress, here } = conversation.rated
  const { notHereAt } = limitsOf(given.plan, given, given.now)
  const high = (distress?.value ?? 0) >= RATINGS.stopCheckFrom || (here?.value ?? 10) <= notHereAt
  if (high || classOfPractice(turn) === 'amber')
    turn.effects.push({ type: 'startTimer', timer: 'stop-check', afterMs: TIMES.stopCheckMinutes * MINUTE })
}

function wrote(turn: Turn, text: Extract<TurnEvent, { type: 'WROTE' }>['text']): void {
  const frame = topOf(turn)
  const step = frame && stepOf(turn, frame)
  if (step?.kind !== 'write') return greet(turn)
  if (step.keep) turn.effects.push({ type: 'keep', kind: step.keep, text })
  if (step.about) turn.effects.push({ type: 'keepNote', about: step.about, text })
  dispatch(turn, { type: 'WROTE' })
  settle(turn)
}

/** A rating that is due and not given: no exercise goes on, and the digest knows (clinical 3.1). */
function skipped(turn: Turn): void {
  const frame = topOf(turn)
  const step = frame && stepOf(turn, frame)
  const heard = dispatch(turn, step?.kind === 'rate' ? { type: 'RATED.none' } : { type: 'SKIP' })
  if (!heard) return unclear(turn, 'words')
  if (step?.kind === 'rate' && turn.conversation.practice) {
    const detail = isAfterSession(turn.given.plan, turn.given.now) ? ['after-session'] : []
    turn.effects.push({ type: 'raiseFlag', level: 'info', rule: 'no-rating', detail })
  }
  settle(turn)
}

/**
 * What is said to the bot gets its card and the same question again; it never moves a flow. One about the past ends a
 * practice first, and leads to the grounded doors, not back to the picture (care C11).
 */
function answerAside(turn: Turn, about: Aside): void {
  const { practice, awaits } = turn.conversation
  const frame = topOf(turn)
  const step = frame && stepOf(turn, frame)
  const isFree = awaits === null && (!frame || frame.flow === 'menu')
  if (about === 'past' && turn.conversation.welcomed && (practice || isFree)) return interrupt(turn, 'past')
  if (!frame || !step || !turn.conversation.ask) return greet(turn)
  sayCard(turn, `aside-${about}`, askAgain(turn, frame, step))
}
