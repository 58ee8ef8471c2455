import { codeOf } from '../../core/errors.ts'
import type { ClinicId, RowId } from '../../core/ids.ts'
import type { AuditorStore } from '../../ports/auditor.ts'
import type { DutyStore } from '../../ports/duty.ts'
import type { Log, World } from '../../ports/world.ts'
import { audit } from './audit.ts'
import { findingNotice } from './finding-words.ts'
import { nameOf, type Finding } from './finding.ts'
import { MINUTE, PATIENCE } from './patience.ts'

export interface LookDeps {
  readonly auditor: Pick<AuditorStore, 'facts'>
  /** Left out: this process can only read, and calls by its alarm. */
  readonly tell?: (clinic: ClinicId, finding: Finding) => Promise<void>
  /** Past the store: to whoever can phone people. Once for what is new. */
  readonly alarm: () => void
  readonly log: Log
}

/** One look at a clinic: everything that should have happened and did not. What is new since the last look is said aloud. */
export function createLook(deps: LookDeps): (clinic: ClinicId) => Promise<Finding[]> {
  const known = new Map<ClinicId, ReadonlySet<string>>()
  return async (clinic) => {
    const found = audit(await deps.auditor.facts(clinic, PATIENCE.lookBackHours * 60 * MINUTE))
    const before = known.get(clinic)
    known.set(clinic, new Set(found.map(nameOf)))
    const fresh = found.filter((finding) => !before?.has(nameOf(finding)))
    for (const { omission, about, since } of fresh)
      deps.log.error('auditor.finding', { clinic, omission, about, since: since.toISOString() })
    if (fresh.length > 0) deps.alarm()
    // Every finding at every look: the store knows what was told, and one that failed is told next time.
    for (const finding of found) await tellOne(deps, clinic, finding)
    return found
  }
}

async function tellOne({ tell, log }: LookDeps, clinic: ClinicId, finding: Finding): Promise<void> {
  try {
    await tell?.(clinic, finding)
  } catch (error) {
    log.error('auditor.not-told', { clinic, omission: finding.omission, code: codeOf(error) })
  }
}

interface Telling {
  readonly duty: Pick<DutyStore, 'people' | 'tellFinding'>
  readonly world: Pick<World, 'newId'>
}

/** To every link of the leads; where none can be reached, of everybody. */
export function createTellLeads({ duty, world }: Telling): NonNullable<LookDeps['tell']> {
  return async (clinic, finding) => {
    const people = (await duty.people(clinic)).filter(({ links }) => links.length > 0)
    const leads = people.filter(({ role }) => role === 'lead')
    const links = (leads.length > 0 ? leads : people).flatMap((person) => person.links)
    if (links.length === 0) return
    const notice = findingNotice(finding)
    const notices = links.map(({ link }) => ({ id: world.newId() as RowId, link, notice }))
    await duty.tellFinding(clinic, nameOf(finding), notices)
  }
}
