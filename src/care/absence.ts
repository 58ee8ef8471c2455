import type { ClinicianId } from '../core/ids.ts'
import type { ClinicSettings } from '../core/plan.ts'

type Absences = Pick<ClinicSettings, 'absences'>

/**
 * Who stands for a clinician at this moment: they themselves, or their deputy, or their deputy's deputy; null: nobody. A
 * ring of deputies who are all away is nobody.
 */
export function standsFor({ absences = [] }: Absences, clinician: ClinicianId, at: Date): ClinicianId | null {
  const asked = new Set<ClinicianId>()
  let one: ClinicianId | undefined = clinician
  while (one !== undefined && !asked.has(one)) {
    asked.add(one)
    const away = awayAt(absences, one, at)
    if (away.length === 0) return one
    // The absence that was entered last knows best.
    one = away.findLast(({ deputy }) => deputy !== undefined)?.deputy
  }
  return null
}

/** Whether somebody is away at this moment. */
export function isAway({ absences = [] }: Absences, clinician: ClinicianId, at: Date): boolean {
  return awayAt(absences, clinician, at).length > 0
}

function awayAt(absences: NonNullable<Absences['absences']>, clinician: ClinicianId, at: Date) {
  const now = at.getTime()
  return absences.filter(
    (absence) => absence.clinician === clinician && now >= Date.parse(absence.from) && now < Date.parse(absence.to),
  )
}
