import type { RatingMoment } from '../../core/effect.ts'
import type { RatingClass, Scale } from '../../core/event.ts'
import { isAfterSession } from '../../rails/local-hours.ts'
import { limitsOf } from '../../rails/limits-of.ts'
import { imageryClosed } from '../../rails/pause-latch.ts'
import { classOf, isCalm } from '../../rails/ratings.ts'
import { RATINGS } from '../../rails/reviewed.ts'
import { awaitWords, enterDanger } from './danger.ts'
import { dispatch, settle } from './walk.ts'
import { stepOf, topOf, type Turn } from './turn.ts'

/** A number for the open scale, where it was given and what it means. */
interface Rating {
  readonly value: number
  readonly moment: RatingMoment
  readonly kind: RatingClass
}

/** A number for the open scale: recorded, cut into its class, and heard by the rails before the flow. False: nothing here asks for it. */
export function rate(turn: Turn, scale: Scale, value: number): boolean {
  const frame = topOf(turn)
  const step = frame && stepOf(turn, frame)
  const moment: RatingMoment = step?.kind === 'rate' ? step.moment : 'middle'
  const { given, conversation } = turn
  const limits = limitsOf(given.plan, given, given.now)
  const kind = classOf({ scale, value, moment, before: conversation.practice?.before ?? null, limits })
  const rating = { value, moment, kind }
  turn.effects.push({ type: 'recordRating', scale, value, moment })
  remember(turn, scale, rating)
  if (scale === 'distress' && given.signalStands) turn.effects.push({ type: 'noteOnFlag', note: `distress-${value}` })
  // Inside the crisis flow the same number must not begin the same card again; the flow itself goes on with it.
  if (kind === 'crisis' && frame?.flow !== 'crisis') {
    crisis(turn, rating)
    return true
  }
  if (scale === 'distress') tellHigh(turn, rating)
  if (kind === 'not-here') tellNotHere(turn, rating)
  if (!dispatch(turn, { type: `RATED.${kind}` })) return false
  settle(turn)
  return true
}

/** 9 or 10, or 8 after two techniques: red, latched, a person is told, and the client reads the answer in one delivery (care C5). */
function crisis(turn: Turn, { value }: Rating): void {
  const nine = value >= RATINGS.distress.crisisAt
  turn.effects.push(
    { type: 'raiseBarrier' },
    { type: 'raiseFlag', level: 'red', rule: nine ? 'rating-9' : 'rating-after-grounding', detail: when(turn) },
    { type: 'raiseLatch', why: 'rating' },
  )
  enterDanger(turn, nine ? (value >= 10 ? 'ten' : 'nine') : 'still-strong')
}

/** Any 8, or a rise of 3: amber, and no more imagery today (care C6). Still high after both techniques: amber (clinical 3.1). */
function tellHigh(turn: Turn, { value, moment, kind }: Rating): void {
  const grounded = moment === 'grounding' || moment === 'grounding-again'
  if (kind === 'high') {
    // A rise of 3 may end at a calm number, which is none of the next two.
    turn.conversation.calm = 0
    const rule = value >= RATINGS.distress.highAt ? 'rating-8' : 'rating-rise'
    turn.effects.push(
      { type: 'raiseFlag', level: 'amber', rule: grounded ? 'rating-after-grounding' : rule, detail: when(turn) },
      { type: 'pauseImagery', why: 'rating' },
    )
  } else if (kind === 'raised' && moment === 'grounding-again') {
    turn.effects.push({ type: 'raiseFlag', level: 'amber', rule: 'rating-after-grounding', detail: when(turn) })
  }
}

/** Far away: amber. Still away after the second look: red, and silence is heard from here on (care C8). */
function tellNotHere(turn: Turn, { moment }: Rating): void {
  if (moment !== 'grounding-again') {
    turn.effects.push({ type: 'raiseFlag', level: 'amber', rule: 'not-here', detail: when(turn) })
    return
  }
  turn.effects.push(
    { type: 'raiseFlag', level: 'red', rule: 'not-here-still', detail: when(turn) },
    { type: 'raiseLatch', why: 'rating' },
  )
  awaitWords(turn, { discreet: false })
}

/** The days after a session can be stirred up; whoever looks sees that it was one of them (care C28). */
const when = ({ given }: Turn): readonly string[] => (isAfterSession(given.plan, given.now) ? ['after-session'] : [])

function remember(turn: Turn, scale: Scale, { value, moment }: Rating): void {
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
