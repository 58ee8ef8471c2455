import type { Conversation, PauseWay } from '../../core/conversation.ts'
import { isOpinion } from '../../core/event.ts'
import { isAfterSession, untilTomorrowMs } from '../../rails/local-hours.ts'
import { TIMES } from '../../rails/reviewed.ts'
import { interrupt } from './interrupt.ts'
import { answerMeasure, measureWaiting } from './measure.ts'
import { beginReminded, rest, snooze } from './remind.ts'
import { noteSafety } from './safety-answers.ts'
import { inImagery, stepOf, topOf, type Turn } from './turn.ts'
import { unclear } from './unclear.ts'
import { call, dispatch, endPauseOf, greet, settle } from './walk.ts'

const MINUTE = 60_000

/** A button, or its words: the rails' own choices first, then what the flow makes of it. */
export function chose(turn: Turn, choice: string): void {
  // A practice is left as by STOP: it costs nothing, and the way out is the grounded one (P9).
  if (choice === 'menu') return turn.conversation.practice ? interrupt(turn, 'stop') : greet(turn)
  if (choice === 'intruded') return inImagery(turn) ? intruded(turn) : unclear(turn, 'stale')
  if (choice === 'moved') return moved(turn)
  if (choice === 'next' && turn.conversation.pausedAt !== null) return endPauseOf(turn)
  if (choice === 'begin' && topOf(turn)?.flow === 'reminder') return beginReminded(turn)
  if (choice === 'go-on' && atUnfinished(turn)) return goOnMeasuring(turn)
  const measured = answerMeasure(turn, choice)
  if (measured !== null) {
    if (measured !== 'next') dispatch(turn, { type: `MEASURED.${measured}` })
    return settle(turn)
  }
  noteSafety(turn, choice)
  noteElsewhere(turn, choice)
  if (!dispatch(turn, { type: `CHOSE.${choice}` })) return unclear(turn, 'stale')
  settle(turn)
}

/** Something came in, or the place changed: out, no question about it, and the place rests until the client chooses (care C13). */
function intruded(turn: Turn): void {
  const detail = isAfterSession(turn.given.plan, turn.given.now) ? ['after-session'] : []
  // The next two calm ratings end the pause, not those before it.
  turn.conversation.calm = 0
  turn.effects.push(
    { type: 'raiseBarrier' },
    { type: 'raiseFlag', level: 'amber', rule: 'place-intrusion', detail },
    { type: 'pauseImagery', why: 'intrusion' },
    { type: 'place', change: 'suspend' },
  )
  interrupt(turn, 'intruded')
}

/** Tears and relief are expected in a comforting practice: logged, and it goes on, once (care C6). */
function moved(turn: Turn): void {
  const { practice } = turn.conversation
  const frame = topOf(turn)
  const step = frame && stepOf(turn, frame)
  if (!practice || practice.moved || step?.kind !== 'rate' || step.moment === 'before' || isOpinion(step.scale))
    return unclear(turn, 'stale')
  practice.moved = true
  turn.effects.push({ type: 'noteOnFlag', note: 'moved' })
  dispatch(turn, { type: step.scale === 'here' ? 'RATED.here' : 'RATED.ok' })
  settle(turn)
}

const atUnfinished = (turn: Turn): boolean => {
  const frame = topOf(turn)
  return frame?.flow === 'menu' && frame.state === 'unfinished'
}

/** The questionnaire that waits, from where it was left. */
function goOnMeasuring(turn: Turn): void {
  const waiting = measureWaiting(turn)
  if (!waiting) return greet(turn)
  turn.conversation.frames = []
  call(turn, waiting.flow.flow)
  settle(turn)
}

/** Choices that the rails act upon beside the flow that shows them: `flow/step/choice`. */
const ACTS: Readonly<Record<string, (turn: Turn) => void>> = {
  'welcome/consent/agree': (turn) => {
    const frame = topOf(turn)
    if (frame) turn.effects.push({ type: 'recordConsent', script: frame.script })
  },
  'practice/still-strong/check-hour': (turn) => followUp(turn, 'state', TIMES.followUpMinutes * MINUTE),
  'practice/still-strong/check-tomorrow': (turn) => followUp(turn, 'state', untilTomorrow(turn)),
  'needs-today/tomorrow/check-tomorrow': (turn) => followUp(turn, 'need', untilTomorrow(turn)),
  'reminder/ask/later': snooze,
  'reminder/before/later': snooze,
  'reminder/after/later': snooze,
  'reminder/not-today/rest': rest,
  'asked/past/list': ({ given, effects }) => {
    if (given.asked) effects.push({ type: 'keepNote', about: 'for-my-session', text: given.asked })
  },
  'for-my-session/kept/open-list': openList,
  'for-my-session/closed/open-list': openList,
  'for-my-session/kept/take-off': takeOffLast,
  'for-my-session/closed/take-off': takeOffLast,
  'for-my-session/taken-off/take-off': takeOffLast,
  'for-my-session/closed/take-all': ({ effects }) => effects.push({ type: 'takeOffList', which: 'all' }),
  'before-session/arrive/open-list': openList,
  'before-session/kept/open-list': openList,
  'before-amber/ready/yes': agree,
  'my-yes/ask/take-back': ({ conversation }) => {
    conversation.agreed = {}
  },
  'my-pauses/which/by-clock': (turn) => pausesEnd(turn, 'clock'),
  'my-pauses/which/by-next': (turn) => pausesEnd(turn, 'next'),
  'my-pauses/which/eyes-closed': (turn) => pausesEnd(turn, 'sound'),
  'place-choice/choose/keep-place': (turn) => turn.effects.push({ type: 'place', change: 'restore' }),
  'place-choice/choose/other-place': (turn) => turn.effects.push({ type: 'place', change: 'retire' }),
  'menu/unfinished/leave': ({ conversation }) => {
    if (conversation.measure) conversation.measure = { ...conversation.measure, closed: true }
  },
  'weekly-question/ask/a-little': (turn) => harder(turn, 'info'),
  'weekly-question/ask/yes': (turn) => harder(turn, 'amber'),
  'weekly-review/harder/no': askedThisWeek,
  'weekly-review/harder/a-little': (turn) => harder(turn, 'info'),
  'weekly-review/harder/yes': (turn) => harder(turn, 'amber'),
  'weekly-review/contact/yes': ({ effects }) =>
    effects.push({ type: 'raiseFlag', level: 'amber', rule: 'contact-wanted' }),
  'direct-question/now/clear': clear,
  'direct-question/now-question/clear': clear,
  'direct-question/urgent-now/clear': clear,
}

/** A check-in is asked for, never sent by itself (care C16); the last one asked for counts. */
function followUp({ conversation, effects }: Turn, about: Conversation['followsUp'], afterMs: number): void {
  conversation.followsUp = about
  effects.push({ type: 'startTimer', timer: 'follow-up', afterMs })
}

/** How pauses end from here on (care C20). */
function pausesEnd({ conversation }: Turn, way: PauseWay): void {
  conversation.pauseWay = way
}

const untilTomorrow = ({ given }: Turn): number => untilTomorrowMs(given.plan, given.now)

/** The practices made something harder (clinical 7). Asked in the weekly review, it is not asked again that week. */
function harder(turn: Turn, level: 'info' | 'amber'): void {
  askedThisWeek(turn)
  turn.effects.push({ type: 'raiseFlag', level, rule: 'side-effects' })
}

function askedThisWeek({ conversation, given }: Turn): void {
  conversation.weeklyAskedAt = given.now.getTime()
}

/** The client's own yes, to the practice that the frame below wants to run (care C15). */
function agree(turn: Turn): void {
  const asking = turn.conversation.frames.at(-2)
  const step = asking && stepOf(turn, asking)
  if (step?.kind !== 'run') return
  const yes = { [step.flow]: turn.given.now.getTime() }
  turn.conversation.agreed = { ...turn.conversation.agreed, ...yes }
}

/** Closed to clinicians until this tap; what is written later is closed again. */
function openList(turn: Turn): void {
  turn.effects.push({ type: 'openList' })
}

function takeOffLast({ effects }: Turn): void {
  effects.push({ type: 'takeOffList', which: 'last' })
}

function clear(turn: Turn): void {
  turn.effects.push({ type: 'clearChat' })
}

function noteElsewhere(turn: Turn, choice: string): void {
  const frame = topOf(turn)
  if (frame) ACTS[`${frame.flow}/${frame.state}/${choice}`]?.(turn)
}
