import { EscalationId } from '../core/ids.ts'
import { BECAUSE, OutcomeKind, type Because } from '../core/duty.ts'

/** What adapters know a clinician's button by. */
export const ACK_PREFIX = 'ack:'

/** What a clinician's button asks for. */
export type AckRef =
  | { readonly kind: 'take'; readonly escalation: EscalationId }
  | { readonly kind: 'close'; readonly escalation: EscalationId; readonly outcome: OutcomeKind }
  | { readonly kind: 'close'; readonly escalation: EscalationId; readonly outcome: 'no-concern'; because: Because }
  /** 'I got this', under a test notice. */
  | { readonly kind: 'test' }
  | { readonly kind: 'drill'; readonly day: string }
  /** Which open flag comes first? */
  | { readonly kind: 'next' }
  /** The clinic round of a day and time: on, or cannot cover. */
  | { readonly kind: 'round'; readonly round: string; readonly says: 'on' | 'cannot' }

/** A token of at most 64 bytes: a prefix, a UUID and two short words. */
export function refOf(ref: AckRef): string {
  switch (ref.kind) {
    case 'take':
      return `${ACK_PREFIX}${ref.escalation}`
    case 'close':
      return `${ACK_PREFIX}${ref.escalation}.${ref.outcome}${'because' in ref ? `.${ref.because}` : ''}`
    case 'test':
      return `${ACK_PREFIX}test`
    case 'next':
      return `${ACK_PREFIX}next`
    case 'drill':
      return `${ACK_PREFIX}drill.${ref.day}`
    case 'round':
      return `${ACK_PREFIX}round.${ref.round}.${ref.says}`
  }
  return ref satisfies never
}

/** Reads a token again, with or without its prefix; null: it is none of ours. */
export function readRef(token: string): AckRef | null {
  const [first = '', second, third, ...more] = token
    .slice(token.startsWith(ACK_PREFIX) ? ACK_PREFIX.length : 0)
    .split('.')
  if (more.length > 0) return null
  if (first === 'test' && second === undefined) return { kind: 'test' }
  if (first === 'next' && second === undefined) return { kind: 'next' }
  if (first === 'drill' && second !== undefined && third === undefined) return { kind: 'drill', day: second }
  if (first === 'round' && second !== undefined && (third === 'on' || third === 'cannot'))
    return { kind: 'round', round: second, says: third }
  const escalation = EscalationId.safeParse(first)
  if (!escalation.success) return null
  if (second === undefined) return { kind: 'take', escalation: escalation.data }
  const outcome = OutcomeKind.safeParse(second)
  if (!outcome.success) return null
  if (third === undefined) return { kind: 'close', escalation: escalation.data, outcome: outcome.data }
  if (outcome.data !== 'no-concern' || !Object.hasOwn(BECAUSE, third)) return null
  return { kind: 'close', escalation: escalation.data, outcome: 'no-concern', because: third as Because }
}
