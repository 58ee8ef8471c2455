import type { Frame } from '../../core/conversation.ts'
import { isOpinion, OPINIONS, type Opinion, type RatingClass } from '../../core/event.ts'
import { limitsOf } from '../../rails/limits-of.ts'
import { classOf, isYoung } from '../../rails/ratings.ts'
import { lengthOf } from '../prove/laws/budget.ts'
import type { Step } from '../schema.ts'
import { scriptOf, type Turn } from './turn.ts'

type RateStep = Extract<Step, { kind: 'rate' }>

/** What a rating means where it is not asked for now; null: it is asked. */
export function classWithoutAsking(turn: Turn, frame: Frame, { scale, moment }: RateStep): RatingClass | null {
  const { conversation, given } = turn
  // A practice of the cue word alone asks one scale before and one after (care C14).
  if (scale === 'here' && practiceRates(turn) === 1) return 'here'
  if (isOpinion(scale)) return isItsTurn(turn, frame, scale) ? null : 'none'
  const known = conversation.rated[scale]
  // Younger than ten minutes: reused, never asked again (care C3); but not to say how it is after something was done.
  if (!known || moment !== 'before' || !isYoung(known.at, given.now.getTime())) return null
  if (scale === 'distress' && conversation.practice) conversation.practice.before = known.value
  const limits = limitsOf(given.plan, given, given.now)
  return classOf({ scale, value: known.value, moment, before: null, limits })
}

/** How many scales the rails ask before the practice that runs; null outside one and inside its care. */
function practiceRates({ library, conversation }: Turn): number | null {
  const { practice, frames } = conversation
  if (!practice || frames.at(-1)?.flow !== 'practice') return null
  const budget = library.find(practice.closure, practice.flow).flow.budget
  return (budget && lengthOf(budget)?.before) ?? null
}

/**
 * Whether a practice asks for this opinion now. Of all that it could ask for, one is asked each time, and the next one the
 * next time (care C14, C18). Outside a practice nothing rotates.
 */
function isItsTurn(turn: Turn, frame: Frame, opinion: Opinion): boolean {
  const { practice } = turn.conversation
  if (!practice || practice.flow !== frame.flow) return true
  const now = practice.opinion ?? nextOpinion(turn, frame)
  if (now !== opinion) return false
  // Counted when it is asked: a practice that is stopped before uses up nobody's turn.
  practice.opinion = now
  turn.conversation.opinions = { ...turn.conversation.opinions, [frame.flow]: now }
  return true
}

/** The one after the last. Belief needs a sentence to believe in. */
function nextOpinion(turn: Turn, frame: Frame): Opinion | null {
  const steps = Object.values(scriptOf(turn, frame).flow.steps)
  const all = OPINIONS.filter((one) => steps.some((step) => step.kind === 'rate' && step.scale === one))
  const last = turn.conversation.opinions[frame.flow]
  const after = last === undefined ? 0 : all.indexOf(last) + 1
  const inTurn = [...all.slice(after), ...all.slice(0, after)]
  return inTurn.find((one) => one !== 'belief' || turn.given.kept.includes('sentence')) ?? null
}
