import type { BarrierWord } from '../core/event.ts'
import type { InboundBody } from '../core/message.ts'
import type { Private } from '../core/private.ts'
import { NOTHING_FOUND, type ScreenResult } from '../core/screen-result.ts'
import { flagOf } from '../care/chain.ts'
import { isAboutThePast, mustBeDiscreet } from '../rails/direct-question.ts'
import { barrierWordOf, barrierWordOfChoice } from '../rails/barrier-words.ts'
import { RATINGS } from '../rails/reviewed.ts'
import { isQuiet } from '../rails/local-hours.ts'
import type { ScreenInput, Screening } from '../rails/screen/screen.ts'
import type { AnswerTo } from '../ports/engine.ts'
import type { FlagToRaise, Sender } from '../ports/store.ts'

/** What the closed words and the screen make of a message. */
export interface Heard {
  readonly word: BarrierWord | null
  readonly screen: ScreenResult
}

/** Words whose meaning could raise what was found in them. The rules are not run again for it. */
export interface MeaningDue extends Pick<Screening, 'withMeaning'> {
  readonly words: Private<string>
}

/** Before any meaning is read. */
export interface FirstHeard extends Heard {
  readonly due?: MeaningDue
}

/** The screen as it is handed in: the one of `src/rails/screen`, or in tests one that is broken. */
export type ScreenText = (input: Omit<ScreenInput, 'meaning'>) => Screening

/** What is known of the sender beside the words; nothing, for somebody unknown. */
export type Around = Omit<ScreenInput, 'text' | 'meaning'>
export const NOTHING_AROUND: Around = { lastTexts: [] }

/** Nobody looked at these words, so a person does. */
export const UNSCREENED: ScreenResult = { level: 'ask', categories: [], rules: ['screen.failed'], spans: [] }

/**
 * Pure, before any flow: whole-message words, and the screen over what was written. A screen that throws loses no
 * message and no STOP: the words are flagged as not screened.
 */
export function hear(body: InboundBody, around: Around, screen: ScreenText): FirstHeard {
  if (body.kind === 'choice') {
    const choice = body.token.slice(body.token.lastIndexOf('.') + 1)
    return { word: barrierWordOfChoice(choice), screen: NOTHING_FOUND }
  }
  const words = body.kind === 'media' ? body.caption : 'text' in body ? body.text : undefined
  if (!words) return { word: null, screen: NOTHING_FOUND }
  const text = words.reveal()
  const word = barrierWordOf(text)
  // A whole message that is a closed word means that word; there is nothing else to read in it.
  if (word) return { word, screen: NOTHING_FOUND }
  try {
    const { found, meaningDue, withMeaning } = screen({ ...around, text })
    return { word, screen: found, ...(meaningDue && { due: { words, withMeaning } }) }
  } catch {
    return { word, screen: UNSCREENED }
  }
}

/** What speaks for looking closer at a client's words (clinical 6.3, rules 1, 5 and 7). */
export function aroundOf(
  { window, plan }: Pick<Extract<Sender, { kind: 'client' }>, 'window' | 'plan'>,
  now: Date,
): Around {
  const { lastTexts, lastDistress, recentSignal, hasSafetyPlan, unreadBefore } = window
  const high = (lastDistress ?? 0) >= RATINGS.distress.raisedAt
  return {
    lastTexts: lastTexts.map((text) => text.reveal()),
    wary: high || recentSignal || hasSafetyPlan || isQuiet(plan, now),
    unreadBefore,
  }
}

/** What nobody may have to wait for, whoever they are. */
export const isUrgent = ({ word, screen: found }: Heard) =>
  word === 'stop' || word === 'sos' || found.level === 'red' || found.level === 'black'

/** What is answered at once: danger before the words, whatever else was said. */
export function answerTo(
  { word, screen: found }: Heard,
  { hasOpenEscalation }: { readonly hasOpenEscalation: boolean },
): AnswerTo | null {
  const danger = dangerIn(found)
  if (danger) return danger
  return word === 'stop' && hasOpenEscalation ? 'stop-signal' : word
}

/** A question for the session and nothing else: a note, and amber if it comes back within a week (care C11). */
const isOnlyAboutThePast = (found: ScreenResult): boolean =>
  isAboutThePast(found) && found.categories.every((category) => category === 'F')

/** How danger in words is answered; null where the screen found none. */
export function dangerIn({ level, categories }: ScreenResult): 'red' | 'black' | 'discreet' | null {
  if (level !== 'red' && level !== 'black') return null
  return level === 'red' && mustBeDiscreet(categories) ? 'discreet' : level
}

export interface Flagging {
  readonly client: Pick<Extract<Sender, { kind: 'client' }>, 'settings' | 'window' | 'plan' | 'hasOpenEscalation'>
  readonly now: Date
  newId(): string
  /** How old the message was when it came, if it was late. */
  readonly lateByMs: number | null
}

/** What a clinician is to look at because of this message; the gravest reason, or null. */
export function flagFor(body: InboundBody, { word, screen: found }: Heard, at: Flagging): FlagToRaise | null {
  const { settings, window, plan, hasOpenEscalation } = at.client
  const age = at.lateByMs === null ? [] : [`late ${Math.floor(at.lateByMs / 60_000)} min`]
  // A minor's disclosure is put before a clinician as one; whether it must be reported is theirs to decide (care C10).
  const minor = plan.minor && found.categories.includes('A') ? ['minor'] : []
  const detail = [...found.categories, ...found.rules, ...minor, ...age]
  const context = { settings, now: at.now, newId: () => at.newId(), detail }
  if (found.level === 'red' || found.level === 'black') return flagOf(found.level, 'screen', context)
  if (word === 'sos') return flagOf('red', 'sos', context)
  if (body.kind === 'blocked') return flagOf('amber', 'blocked', context)
  if (isOnlyAboutThePast(found)) return flagOf(window.askedBefore ? 'amber' : 'info', 'question-for-session', context)
  if (found.level === 'ask') return flagOf('amber', 'screen', context)
  const atRisk = hasOpenEscalation || (window.lastDistress ?? 0) >= RATINGS.distress.raisedAt
  // What somebody at risk says aloud, nobody here can hear: then a person listens for it sooner.
  const isVoice = body.kind === 'media' && body.media === 'voice'
  if (body.kind === 'media' && (atRisk || (isVoice && window.recentSignal)))
    return flagOf('amber', 'screen', { ...context, detail: ['media', ...detail] })
  if (word === 'stop') return flagOf('info', 'stop', context)
  if (isVoice) return flagOf('info', 'screen', { ...context, detail: ['media', ...detail] })
  return found.level === 'notice' ? flagOf('info', 'screen', context) : null
}
