import type { ClinicianId } from '../../core/ids.ts'
import { ClinicSettings } from '../../core/plan.ts'
import { go, HOUSE, Refused, type Answer, type Html, type Visit } from '../http/visit.ts'
import { choice } from '../look/layout.ts'

export type People = readonly { readonly id: ClinicianId; readonly name: string }[]

/** Everybody reads who is told; leads and admins decide it. */
export const mayChange = ({ who }: Visit): boolean => HOUSE.includes(who.role)

interface WhoField {
  readonly name: string
  readonly id: string
  readonly label: string
  readonly value: string
  /** What it is called when it is nobody; left out: it must be somebody. */
  readonly nobody?: string
}

export function whoField(people: People, { nobody, ...given }: WhoField): Html {
  const all = people.map(({ id, name }) => [id as string, name] as const)
  return choice(given, nobody === undefined ? all : [['', nobody], ...all])
}

const MOST_MINUTES = 24 * 60

/** How long somebody has before the next is told. `whose`: the beginning of the sentence that refuses. */
export function minutesIn(text: string | undefined, whose: string): number {
  const minutes = Number(text)
  if (/^\d+$/.test(text ?? '') && minutes >= 1 && minutes <= MOST_MINUTES) return minutes
  throw new Refused(`${whose} needs whole minutes, 1 to ${MOST_MINUTES}.`)
}

/** Saves what the clinic decided. @throws Refused in words for whoever filled in the form. */
export async function saved(visit: Visit, change: (settings: ClinicSettings) => ClinicSettings): Promise<Answer> {
  const read = ClinicSettings.safeParse(change(visit.settings))
  if (!read.success)
    throw new Refused(read.error.issues.map(({ path, message }) => `${path.join(' ')} ${message}`).join('. '))
  await visit.people.saveSettings(visit.clinic, read.data, visit.who.clinician)
  return go('/cover')
}
