import type { TurnEvent } from '../../core/event.ts'
import { RATINGS, TIMES } from '../../rails/reviewed.ts'
import { askAgain, sayCard } from './speak.ts'
import { interrupt } from './interrupt.ts'
import { dispatch, push, settle } from './walk.ts'
import { rate } from './rating.ts'
import { stepOf, topOf, type Turn } from './turn.ts'

const MINUTE = 60_000

/** What each event does to a conversation; the rails' own before any flow's. */
export function hear(turn: Turn, event: TurnEvent): void {
  switch (event.type) {
    case 'BARRIER':
      if (event.word === 'stop') afterStop(turn)
      // Recognised on receipt, the flag stands already; recognised only here, it is raised here.
      if (event.word === 'sos' && event.answered === undefined) {
        turn.effects.push(
          { type: 'raiseBarrier' },
          { type: 'raiseFlag', level: 'red', rule: 'sos' },
          { type: 'raiseLatch', why: 'signal' },
        )
      }
      return interrupt(turn, event.word, event.answered)
    case 'SIGNALLED':
      return interrupt(turn, event.level, event.answered)
    case 'CAME_BACK':
      return cameBack(turn, event.why)
    case 'TIMED_OUT':
      return timedOut(turn, event.timer)
    case 'READ':
      return sayCard(turn, 'read')
    case 'GREETED':
      return greet(turn)
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
      return answerAside(turn)
    case 'UNCLEAR':
      return unclear(turn, event.why)
  }
}

/** STOP owes no rating. Only after a high one, or far away, is there one check, ten minutes later (care C4). */
function afterStop(turn: Turn): void {
  const { distress, here } = turn.conversation.rated
  const high = (distress?.value ?? 0) >= RATINGS.stopCheckFrom || (here?.value ?? 10) <= RATINGS.here.notHereAt
  if (high) turn.effects.push({ type: 'startTimer', timer: 'stop-check', afterMs: TIMES.stopCheckMinutes * MINUTE })
}

/** Nothing resumes after a gap: a practice leaves to its grounded re-entry, a care flow goes on where it is. */
function cameBack(turn: Turn, why: Extract<TurnEvent, { type: 'CAME_BACK' }>['why']): void {
  const { practice, welcomed } = turn.conversation
  if (practice || why === 'failed' || why === 'upgrade') return interrupt(turn, why)
  if (!welcomed) return greet(turn)
  if (why === 'late') return interrupt(turn, 'late')
  const frame = topOf(turn)
  const step = frame && stepOf(turn, frame)
  if (frame && step && turn.conversation.ask) sayCard(turn, 'silence-check', askAgain(turn, frame, step))
  else greet(turn)
}

function timedOut(turn: Turn, timer: Extract<TurnEvent, { type: 'TIMED_OUT' }>['timer']): void {
  const { practice, rated } = turn.conversation
  switch (timer) {
    case 'silence-check': {
      const frame = topOf(turn)
      const step = frame && stepOf(turn, frame)
      if (practice && frame && step) sayCard(turn, 'silence-check', askAgain(turn, frame, step))
      return
    }
    case 'silence-close':
      if (!practice) return
      if ((rated.distress?.value ?? 0) >= RATINGS.stopCheckFrom) {
        turn.effects.push({ type: 'raiseFlag', level: 'amber', rule: 'practice-unanswered' })
      }
      return interrupt(turn, 'quiet')
    case 'stop-check':
      turn.effects.push({ type: 'raiseFlag', level: 'amber', rule: 'stop-while-high' })
      return interrupt(turn, 'stop-check')
    case 'came-back':
      return cameBack(turn, 'outage')
    case 'read':
      return sayCard(turn, 'read')
  }
}

/** Anything outside a question opens the one menu; before the welcome, the welcome. */
function greet(turn: Turn): void {
  const { library, given, conversation } = turn
  conversation.frames = []
  push(turn, library.find(given.scripts, conversation.welcomed ? 'menu' : 'welcome'))
  settle(turn)
}

function chose(turn: Turn, choice: string): void {
  const frame = topOf(turn)
  if (choice === 'menu') return greet(turn)
  if (frame?.flow === 'welcome' && frame.state === 'consent' && choice === 'agree') {
    turn.effects.push({ type: 'recordConsent', script: frame.script })
  }
  if (frame?.flow === 'crisis') noteSafety(turn, choice)
  if (!dispatch(turn, { type: `CHOSE.${choice}` })) return unclear(turn, 'stale')
  settle(turn)
}

/** What the client answered to 'Are you safe right now?', for whoever looks (care C5). 'Not safe' is a signal of its own. */
function noteSafety(turn: Turn, choice: string): void {
  const notes = {
    safe: 'safe-yes',
    'not-safe': 'safe-no',
    'not-sure': 'safe-unsure',
    'tapped-wrong': 'tapped-wrong',
  } as const
  const note = Object.hasOwn(notes, choice) ? notes[choice as keyof typeof notes] : null
  if (note) turn.effects.push({ type: 'noteOnFlag', note })
  if (choice === 'not-safe') {
    turn.effects.push({ type: 'raiseFlag', level: 'red', rule: 'not-safe' }, { type: 'raiseLatch', why: 'signal' })
  }
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

function skipped(turn: Turn): void {
  const frame = topOf(turn)
  const step = frame && stepOf(turn, frame)
  const heard = dispatch(turn, step?.kind === 'rate' ? { type: 'RATED.none' } : { type: 'SKIP' })
  if (heard) settle(turn)
  else unclear(turn, 'words')
}

/** A question to the bot gets its card and the same question again; it never moves a flow (care C11). */
function answerAside(turn: Turn): void {
  const frame = topOf(turn)
  const step = frame && stepOf(turn, frame)
  if (!frame || !step) return greet(turn)
  sayCard(turn, 'aside', askAgain(turn, frame, step))
}

const CARD_FOR = {
  words: ['unclear', 'unclear-simpler', 'unclear-person'],
  media: ['media'],
  stale: ['stale'],
} as const

/** Asked again, then more simply, then a person is offered. An old button or a sticker counts for nothing. */
function unclear(turn: Turn, why: 'words' | 'media' | 'stale'): void {
  const frame = topOf(turn)
  const step = frame && stepOf(turn, frame)
  if (!frame || !step || !turn.conversation.ask) {
    if (why === 'words') return greet(turn)
    return sayCard(turn, CARD_FOR[why][0])
  }
  const times = frame.context.unclear
  if (why === 'words') dispatch(turn, { type: 'UNCLEAR' })
  const cards = CARD_FOR[why]
  sayCard(turn, cards[Math.min(times, cards.length - 1)] ?? cards[0], askAgain(turn, frame, step))
}
