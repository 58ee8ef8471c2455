import type { FlagNote, FlagRule } from '../core/effect.ts'
import type { EscalationId, FlagLevel, RowId } from '../core/ids.ts'
import type { ClinicSettings } from '../core/plan.ts'
import { TIMES } from '../rails/reviewed.ts'
import { nextCovered } from './cover.ts'

/** An obligation with the chain as it stands now. The shape of the ports' `EscalationToOpen`. */
export interface OpenedEscalation {
  readonly id: EscalationId
  readonly chain: ClinicSettings['chain']
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

type Chain = Pick<ClinicSettings, 'chain' | 'cover' | 'zone'>

const MINUTE = 60_000

/**
 * When the chain is told, and until when its first rung has time. In uncovered hours the obligation opens at once and
 * its time begins at the next covered minute, at most 72 hours away (care C1). A clinic that declared no hours is told
 * at once: waiting for hours that never come would be silence. Null: the clinic has no chain.
 */
export function escalationFor(settings: Chain, now: Date, id: EscalationId): OpenedEscalation | null {
  const [first] = settings.chain
  if (!first) return null
  const latest = now.getTime() + TIMES.coverDeadlineHours * 60 * MINUTE
  const firstNoticeAt = new Date(Math.min((nextCovered(settings, now) ?? now).getTime(), latest))
  const deadlineAt = new Date(firstNoticeAt.getTime() + first.minutes * MINUTE)
  return { id, chain: settings.chain, firstNoticeAt, deadlineAt }
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
  const urgent = level === 'red' || level === 'black'
  return {
    id: context.newId() as RowId,
    level,
    rule,
    note,
    detail,
    escalation: urgent ? escalationFor(settings, now, context.newId() as EscalationId) : null,
  }
}
