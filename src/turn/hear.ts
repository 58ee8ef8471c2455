import type { BarrierWord } from '../core/event.ts'
import type { InboundBody } from '../core/message.ts'
import { NOTHING_FOUND, type ScreenResult } from '../core/screen-result.ts'
import { flagOf } from '../care/chain.ts'
import { mustBeDiscreet } from '../rails/direct-question.ts'
import { barrierWordOf, barrierWordOfChoice } from '../rails/barrier-words.ts'
import { RATINGS } from '../rails/reviewed.ts'
import { screen } from '../rails/screen/screen.ts'
import type { AnswerTo } from '../ports/engine.ts'
import type { FlagToRaise, Sender } from '../ports/store.ts'

/** What the closed words and the screen make of a message. */
export interface Heard {
  readonly word: BarrierWord | null
  readonly screen: ScreenResult
}

/** Pure, before any flow: whole-message words, and the rules over what was written. */
export function hear(body: InboundBody, lastTexts: readonly string[]): Heard {
  if (body.kind === 'choice') {
    const choice = body.token.slice(body.token.lastIndexOf('.') + 1)
    return { word: barrierWordOfChoice(choice), screen: NOTHING_FOUND }
  }
  const words = body.kind === 'media' ? body.caption : 'text' in body ? body.text : undefined
  if (!words) return { word: null, screen: NOTHING_FOUND }
  const text = words.reveal()
  return { word: barrierWordOf(text), screen: screen({ text, lastTexts }) }
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
  if (found.level === 'ask') return flagOf('amber', 'screen', context)
  const atRisk = hasOpenEscalation || (window.lastDistress ?? 0) >= RATINGS.distress.raisedAt
  if (body.kind === 'media' && atRisk) return flagOf('amber', 'screen', { ...context, detail: ['media', ...detail] })
  if (word === 'stop') return flagOf('info', 'stop', context)
  return found.level === 'notice' ? flagOf('info', 'screen', context) : null
}
