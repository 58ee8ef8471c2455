import { codeOf } from '../core/errors.ts'
import { ClinicianId, type ClinicId, type RowId } from '../core/ids.ts'
import type { DueSilence, DutyStore } from '../ports/duty.ts'
import type { Log, World } from '../ports/world.ts'
import { silenceNotice } from './notice-text.ts'

export interface TellSilenceDeps {
  readonly duty: Pick<DutyStore, 'dueSilences' | 'tellSilence' | 'clinicianLinks'>
  zoneOf(clinic: ClinicId): string | Promise<string>
  readonly world: Pick<World, 'newId'>
  readonly log: Log
}

/**
 * A client stayed silent after red: whoever acknowledged is told, or the whole chain while nobody has (care C9). Resolves
 * with the number of silences told. One that fails holds up no other.
 */
export function createTellSilence(deps: TellSilenceDeps): (clinic: ClinicId) => Promise<number> {
  return async (clinic) => {
    let told = 0
    for (const silence of await deps.duty.dueSilences(clinic)) {
      try {
        if (await tellOne(deps, clinic, silence)) told += 1
      } catch (error) {
        deps.log.error('escalation.silence-failed', { escalation: silence.id, code: codeOf(error) })
      }
    }
    return told
  }
}

async function tellOne(deps: TellSilenceDeps, clinic: ClinicId, silence: DueSilence): Promise<boolean> {
  const { duty, world } = deps
  const holder = ClinicianId.safeParse(silence.by)
  const chain = silence.chain.map(({ clinician }) => clinician)
  // Somebody who acknowledged from the command line has no chat: then the chain is told.
  const has = await linksOf(deps, clinic, holder.success ? [holder.data] : [])
  const others = has.length > 0 ? [] : await linksOf(deps, clinic, chain)
  const notice = silenceNotice(silence, await deps.zoneOf(clinic))
  const notices = [...has, ...others].map((link) => ({ id: world.newId() as RowId, link, notice }))
  return (await duty.tellSilence(clinic, silence.id, notices)) === 'told'
}

async function linksOf({ duty }: TellSilenceDeps, clinic: ClinicId, who: readonly ClinicianId[]) {
  const links = await Promise.all(who.map((one) => duty.clinicianLinks(clinic, one)))
  return links.flat().map(({ link }) => link)
}
