import type { ChainRung } from '../core/duty.ts'
import type { FlagNote, FlagRule } from '../core/effect.ts'
import type { EscalationId, FlagLevel, RowId } from '../core/ids.ts'
import type { ClinicSettings } from '../core/plan.ts'
import { hoursStand, nextHours, onCallAt, type Cover } from './cover.ts'
import { LEVELS } from './levels.ts'

/** An obligation with the chain as it stands now. The shape of the ports' `EscalationToOpen`. */
export interface OpenedEscalation {
  readonly id: EscalationId
  readonly chain: readonly ChainRung[]
  /** Whether it opened in hours that the clinic declared: then its chain runs on through the night. */
  readonly covered: boolean
  /** How many named people must acknowledge. */
  readonly needed: number
  readonly firstNoticeAt: Date
  readonly deadlineAt: Date
}

/** The shape of the ports' `FlagToRaise`. */
export interface RaisedFlag {
  readonly id: RowId
  readonly level: FlagLevel
  readonly rule: FlagRule
  readonly note: FlagNote | null
  readonly detail: readonly string[]
  readonly escalation: OpenedEscalation | null
}

export type Chain = Cover & Pick<ClinicSettings, 'acknowledgers' | 'longGap'>

export interface Opening {
  readonly now: Date
  readonly id: EscalationId
  readonly level: 'red' | 'black'
}

const MINUTE = 60_000

/**
 * When the chain is told, and until when its first rung has time. In uncovered hours the obligation opens at once. Whoever
 * agreed to be on call is told at once; the others at the next covered minute, at most 72 hours away unless a lead signed
 * why it is more (care C1). A clinic that declared no hours is told at once: waiting for hours that never come would be
 * silence. Null: the clinic has no chain.
 */
export function escalationFor(settings: Chain, { now, id, level }: Opening): OpenedEscalation | null {
  const covered = settings.cover.length === 0 || hoursStand(settings, now)
  const onCall = covered ? null : onCallAt(settings, now)
  const chain: ChainRung[] = [
    ...(onCall ? [{ clinician: onCall.clinician, minutes: onCall.minutes, onCall: true }] : []),
    ...settings.chain,
  ]
  const [first] = chain
  if (!first) return null
  const firstNoticeAt = covered || onCall ? now : chainToldFrom(settings, now, now)
  return {
    id,
    chain,
    covered,
    needed: settings.acknowledgers?.[level] ?? LEVELS[level].acknowledgers,
    firstNoticeAt,
    deadlineAt: new Date(firstNoticeAt.getTime() + first.minutes * MINUTE),
  }
}

/** From when people who are not on call are told of an obligation that opened in uncovered hours. */
export function chainToldFrom(settings: Chain, openedAt: Date, now: Date): Date {
  const next = nextHours(settings, now)
  const latest = openedAt.getTime() + LEVELS.uncoveredHoursAtMost * 60 * MINUTE
  if (next === null) return new Date(settings.cover.length === 0 ? now : Math.max(latest, now.getTime()))
  if (settings.longGap) return next
  return new Date(Math.max(Math.min(next.getTime(), latest), now.getTime()))
}

export interface FlagContext {
  readonly settings: Chain
  readonly now: Date
  newId(): string
  readonly note?: FlagNote | null
  readonly detail?: readonly string[]
}

/** A flag; red and black bring the obligation with them. */
export function flagOf(level: FlagLevel, rule: FlagRule, context: FlagContext): RaisedFlag {
  const { settings, now, note = null, detail = [] } = context
  const id = context.newId() as RowId
  const escalation =
    level === 'red' || level === 'black'
      ? escalationFor(settings, { now, level, id: context.newId() as EscalationId })
      : null
  return { id, level, rule, note, detail, escalation }
}
