import type { RatingMoment } from '../../core/effect.ts'
import type { Scale } from '../../core/event.ts'
import { imageryClosed } from '../../rails/pause-latch.ts'
import { classOf, isCalm } from '../../rails/ratings.ts'
import { RATINGS } from '../../rails/reviewed.ts'
import { interrupt } from './interrupt.ts'
import { dispatch, settle } from './walk.ts'
import { stepOf, topOf, type Turn } from './turn.ts'

/** A number for the open scale: recorded, cut into its class, and heard by the rails before the flow. False: nothing here asks for it. */
export function rate(turn: Turn, scale: Scale, value: number): boolean {
  const frame = topOf(turn)
  const step = frame && stepOf(turn, frame)
  const moment: RatingMoment = step?.kind === 'rate' ? step.moment : 'middle'
  const { practice } = turn.conversation
  const kind = classOf({ scale, value, moment, before: practice?.before ?? null, plan: turn.given.plan })
  turn.effects.push({ type: 'recordRating', scale, value, moment })
  remember(turn, scale, value, moment)
  if (kind === 'high') alertHigh(turn, value, moment)
  // Inside the crisis flow the same number must not begin the same card again; the flow itself goes on with it.
  if (kind === 'crisis' && frame?.flow !== 'crisis') {
    crisis(turn, value)
    return true
  }
  if (kind === 'not-here') turn.effects.push({ type: 'raiseFlag', level: 'amber', rule: 'not-here' })
  if (!dispatch(turn, { type: `RATED.${kind}` })) return false
  settle(turn)
  return true
}

/** 9 or 10: red, latched, a person is told, and the client reads the answer in one delivery (care C5). */
function crisis(turn: Turn, value: number): void {
  turn.effects.push(
    { type: 'raiseBarrier' },
    { type: 'raiseFlag', level: 'red', rule: 'rating-9' },
    { type: 'raiseLatch', why: 'rating' },
  )
  interrupt(turn, value >= 10 ? 'ten' : 'nine')
}

/** Any 8, or a rise of 3: amber, and no more imagery today (care C6). Still 8 after grounding is red (clinical 3.1). */
function alertHigh(turn: Turn, value: number, moment: RatingMoment): void {
  const rule = value >= RATINGS.distress.highAt ? 'rating-8' : 'rating-rise'
  turn.effects.push(
    { type: 'raiseFlag', level: 'amber', rule: moment === 'grounding' ? 'rating-after-grounding' : rule },
    { type: 'pauseImagery', why: 'rating' },
  )
}

function remember(turn: Turn, scale: Scale, value: number, moment: RatingMoment): void {
  const { conversation, given } = turn
  const rated = { value, at: given.now.getTime() }
  if (scale === 'here') conversation.rated = { ...conversation.rated, here: rated }
  if (scale !== 'distress') return
  conversation.rated = { ...conversation.rated, distress: rated }
  if (moment === 'before' && conversation.practice) conversation.practice.before = value
  conversation.calm = isCalm(value) ? Math.min(2, conversation.calm + 1) : 0
  const enough = conversation.calm >= RATINGS.distress.calmRatingsEndPause
  if (enough && imageryClosed(given, given.now) === 'pause') turn.effects.push({ type: 'endPause' })
}
