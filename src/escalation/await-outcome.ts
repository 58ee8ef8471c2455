import { codeOf } from '../core/errors.ts'
import type { ClinicId } from '../core/ids.ts'
import type { ClinicSettings } from '../core/plan.ts'
import { LEVELS } from '../care/levels.ts'
import type { DueOutcome } from '../ports/acknowledgement.ts'
import type { DutyPerson, DutyStore } from '../ports/duty.ts'
import type { Log, World } from '../ports/world.ts'
import { onEveryLink } from './notice-rows.ts'
import { lapsedNotice, outcomeNotice } from './notice-text.ts'

export interface AwaitOutcomeDeps {
  readonly duty: Pick<DutyStore, 'dueOutcomes' | 'remindOutcome' | 'giveBack' | 'people'>
  settingsOf(clinic: ClinicId): Promise<ClinicSettings | undefined>
  readonly world: Pick<World, 'newId'>
  readonly log: Log
}

const MINUTE = 60_000

/**
 * Whoever acknowledged and said nothing since is reminded on every link of theirs; later the acknowledgement lapses and
 * the chain goes on with the next person. Resolves with the number of reminders and lapses.
 */
export function createAwaitOutcome(deps: AwaitOutcomeDeps): (clinic: ClinicId) => Promise<number> {
  const { remindMinutes, lapseMinutes } = LEVELS.outcome
  const after = { remindMs: remindMinutes * MINUTE, lapseMs: lapseMinutes * MINUTE }
  return async (clinic) => {
    const all = await deps.duty.dueOutcomes(clinic, after)
    if (all.length === 0) return 0
    const people = await deps.duty.people(clinic)
    const zone = (await deps.settingsOf(clinic))?.zone ?? 'UTC'
    let done = 0
    for (const due of all) {
      try {
        if (await follow(deps, { clinic, people, zone }, due)) done += 1
      } catch (error) {
        deps.log.error('escalation.outcome-failed', { escalation: due.id, code: codeOf(error) })
      }
    }
    return done
  }
}

interface At {
  readonly clinic: ClinicId
  readonly people: readonly DutyPerson[]
  readonly zone: string
}

async function follow(
  { duty, world, log }: AwaitOutcomeDeps,
  { clinic, people, zone }: At,
  due: DueOutcome,
): Promise<boolean> {
  // Somebody who acknowledged from the command line has no chat; their acknowledgement lapses all the same.
  const holder = people.find(({ clinician }) => clinician === due.by)
  const notice = due.lapses ? lapsedNotice(due) : outcomeNotice(due.id, { about: due, zone })
  const notices = holder ? onEveryLink(holder, notice, world) : []
  if (!due.lapses) return (await duty.remindOutcome({ ...due, clinic, notices })) === 'told'
  const why = { kind: 'lapsed', since: due.since } as const
  const lapsed = await duty.giveBack({ clinic, escalation: due.id, by: due.by, why, notices })
  if (lapsed === 'given-back') log.warn('escalation.lapsed', { escalation: due.id })
  return lapsed === 'given-back'
}
