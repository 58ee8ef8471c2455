import { codeOf } from '../core/errors.ts'
import type { ClinicId, EscalationId } from '../core/ids.ts'
import type { ClinicSettings } from '../core/plan.ts'
import { nextStep, type NextStep } from '../care/next-step.ts'
import type { DueEscalation, DutyPerson, DutyStore } from '../ports/duty.ts'
import type { Log, World } from '../ports/world.ts'
import { onEveryLink, onFirstLink } from './notice-rows.ts'
import { noticeFor } from './notice-text.ts'

export interface EscalateDeps {
  readonly duty: Pick<DutyStore, 'dueEscalations' | 'advance' | 'people'>
  settingsOf(clinic: ClinicId): Promise<ClinicSettings | undefined>
  /** Nobody could be told at all: the process itself raises the alarm. */
  readonly nobodyReachable?: (clinic: ClinicId, escalation: EscalationId) => void
  readonly world: Pick<World, 'newId'>
  readonly log: Log
}

/**
 * Tells the next rung of every obligation whose time has come (`src/care/next-step.ts` says who that is). Resolves with
 * the number of obligations that moved. One that fails holds up no other.
 */
export function createEscalate(deps: EscalateDeps): (clinic: ClinicId) => Promise<number> {
  return async (clinic) => {
    const all = await deps.duty.dueEscalations(clinic)
    if (all.length === 0) return 0
    const people = await deps.duty.people(clinic)
    const settings = await deps.settingsOf(clinic)
    if (!settings) return 0
    let moved = 0
    for (const due of all) {
      try {
        if (await stepOne(deps, { clinic, settings, people }, due)) moved += 1
      } catch (error) {
        deps.log.error('escalation.step-failed', { escalation: due.id, code: codeOf(error) })
      }
    }
    return moved
  }
}

interface At {
  readonly clinic: ClinicId
  readonly settings: ClinicSettings
  readonly people: readonly DutyPerson[]
}

async function stepOne(deps: EscalateDeps, at: At, due: DueEscalation): Promise<boolean> {
  const { clinic, settings, people } = at
  const step = nextStep(due, {
    settings,
    now: due.now,
    reaches: (clinician) => people.some((person) => person.clinician === clinician && person.links.length > 0),
    everyone: people.map(({ clinician }) => clinician),
  })
  const notices = rowsOf(deps, at, due, step)
  const { toRung, toRounds, afterMs } = step
  const outcome = await deps.duty.advance({
    clinic,
    escalation: due.id,
    fromRung: due.rung,
    fromRounds: due.rounds,
    toRung,
    toRounds,
    nextAfterMs: afterMs,
    notices,
  })
  if (outcome === 'moved-on') return false
  for (const rung of step.skipped) deps.log.warn('escalation.rung-skipped', { escalation: due.id, rung })
  if (step.waits) {
    deps.log.info('escalation.waits-for-cover', { escalation: due.id })
    return true
  }
  deps.log.info('escalation.told', { escalation: due.id, rung: toRung, rounds: toRounds, links: notices.length })
  if (notices.length === 0) {
    deps.log.error('escalation.nobody-reachable', { escalation: due.id })
    deps.nobodyReachable?.(clinic, due.id)
  }
  return true
}

function rowsOf({ world }: EscalateDeps, { people, settings }: At, due: DueEscalation, { who, links }: NextStep) {
  const notice = noticeFor(due, settings.zone)
  const to = links === 'every' ? onEveryLink : onFirstLink
  return people.filter(({ clinician }) => who.includes(clinician)).flatMap((person) => to(person, notice, world))
}
