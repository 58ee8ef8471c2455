import type { ClinicianId, EscalationId } from '../core/ids.ts'
import { escalationFor, type Chain } from './chain.ts'
import { nextStep, type NextStep } from './next-step.ts'

export interface Routed {
  readonly settings: Chain
  readonly level: 'red' | 'black'
  readonly at: Date
  readonly everyone: readonly ClinicianId[]
  readonly reaches: (clinician: ClinicianId) => boolean
}

export interface RouteStep extends NextStep {
  readonly at: Date
}

/** A chain of a few people is through within these steps; a wait and a round of all hands included. */
const MOST_STEPS = 20

/**
 * What would happen if nobody answered: every step of an obligation up to the first round of all hands, by the functions
 * that production uses. Null: the clinic has no chain.
 */
export function routeOf({ settings, level, at, everyone, reaches }: Routed) {
  const opened = escalationFor(settings, { now: at, level, id: '' as EscalationId })
  if (!opened) return null
  const steps: RouteStep[] = []
  let standing = { ...opened, level, openedAt: at, rung: 0, rounds: 0, have: [] as ClinicianId[] }
  let now = opened.firstNoticeAt
  while (standing.rounds === 0 && steps.length < MOST_STEPS) {
    const step = nextStep(standing, { settings, now, everyone, reaches })
    steps.push({ ...step, at: now })
    standing = { ...standing, rung: step.toRung, rounds: step.toRounds }
    now = new Date(now.getTime() + step.afterMs)
  }
  return { opened, steps }
}
