import { codeOf } from '../core/errors.ts'
import type { ClinicId, RowId } from '../core/ids.ts'
import type { ClinicSettings } from '../core/plan.ts'
import { DIRECTORY } from '../rails/directory-rows.ts'
import { rowsToCheck } from '../rails/directory-standing.ts'
import type { DutyStore } from '../ports/duty.ts'
import type { Log, World } from '../ports/world.ts'
import { directoryNotice } from './notice-text.ts'

export interface TellDirectoryDeps {
  readonly duty: Pick<DutyStore, 'clientCountries' | 'leadLinks' | 'clinicianLinks' | 'tellDaily'>
  settingsOf(clinic: ClinicId): Promise<ClinicSettings | undefined>
  readonly world: Pick<World, 'now' | 'newId'>
  readonly log: Log
}

/** How often it is looked whether a new local day has come. */
const LOOK_EVERY_MS = 5 * 60_000

/**
 * Once a local day the clinic is told of crisis numbers of its clients' countries that are past their date or were never
 * verified (P13). Resolves with 1 if it was told now. The store keeps the mark, so that of two nodes one tells.
 */
export function createTellDirectory(deps: TellDirectoryDeps): (clinic: ClinicId) => Promise<number> {
  const looked = new Map<ClinicId, { at: number; doneOn: string | null }>()
  return async (clinic) => {
    const now = deps.world.now()
    const last = looked.get(clinic)
    if (last && now.getTime() - last.at < LOOK_EVERY_MS) return 0
    const look = { at: now.getTime(), doneOn: last?.doneOn ?? null }
    looked.set(clinic, look)
    try {
      const settings = await deps.settingsOf(clinic)
      if (!settings) return 0
      const local = now.toTemporalInstant().toZonedDateTimeISO(settings.zone)
      const day = local.toPlainDate().toString()
      if (look.doneOn === day || local.toPlainTime().toString({ smallestUnit: 'minute' }) < DIRECTORY.tellAt) return 0
      const outcome = await tell(deps, { clinic, settings, now, day })
      if (outcome !== 'nobody') look.doneOn = day
      return outcome === 'told' ? 1 : 0
    } catch (error) {
      deps.log.error('escalation.directory-failed', { clinic, code: codeOf(error) })
      return 0
    }
  }
}

interface Telling {
  readonly clinic: ClinicId
  readonly settings: ClinicSettings
  readonly now: Date
  readonly day: string
}

async function tell(deps: TellDirectoryDeps, { clinic, settings, now, day }: Telling) {
  const { duty, world, log } = deps
  const asked = { today: now, confirmed: settings.confirmedNumbers, countries: await duty.clientCountries(clinic) }
  const [expired, unverified] = [rowsToCheck('expired', asked), rowsToCheck('unverified', asked)]
  if (expired.length + unverified.length === 0) return 'nothing'
  const links = await linksFor(deps, clinic, settings)
  if (links.length === 0) {
    log.warn('escalation.directory-untold', { clinic })
    return 'nobody'
  }
  const notice = directoryNotice(expired, unverified)
  const notices = links.map((link) => ({ id: world.newId() as RowId, link, notice }))
  return duty.tellDaily({ clinic, what: 'directory', day, notices })
}

/** The leads; where none can be reached, whoever is in the chain. */
async function linksFor({ duty }: TellDirectoryDeps, clinic: ClinicId, { chain }: ClinicSettings) {
  const leads = await duty.leadLinks(clinic)
  if (leads.length > 0) return leads
  const links = await Promise.all(chain.map(({ clinician }) => duty.clinicianLinks(clinic, clinician)))
  return links.flat().map(({ link }) => link)
}
