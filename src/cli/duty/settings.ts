import type { ClinicSettings } from '../../core/plan.ts'
import { personNamed, refused, type CommandDeps } from '../operate/verb.ts'

/** What the clinic decided. @throws HoldfastError `command.refused` where there is none. */
export async function settingsOf({ people, clinic }: CommandDeps): Promise<ClinicSettings> {
  const here = clinic()
  const found = (await people.clinics()).find(({ id }) => id === here)
  if (!found) throw refused('There is no clinic here yet.', 'Cure: holdfast init.')
  return found.settings
}

/** Changes it in somebody's name. */
export async function change(
  deps: CommandDeps,
  by: string,
  to: (settings: ClinicSettings) => ClinicSettings,
): Promise<ClinicSettings> {
  const changed = to(await settingsOf(deps))
  await deps.people.saveSettings(deps.clinic(), changed, await personNamed(deps, by))
  return changed
}

/** Midnight at the beginning of a date, on the clinic's clock. */
export function startOf(day: string, zone: string): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds)
}
