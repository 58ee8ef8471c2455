import type { ClinicSettings, Plan } from '../core/plan.ts'
import { isOfAge } from '../rails/channel-ages.ts'

export type Retention = NonNullable<ClinicSettings['retention']>

/** What is known of a discharged client; both are local days, `2026-03-01`. */
export interface Discharged extends Pick<Plan, 'minor' | 'born'> {
  readonly dischargedOn: string
}

/**
 * From which day on a record need not be kept any more, by the clinic's own numbers: so many years after discharge, and
 * for who was under age then, not before the birthday that the clinic named. Null: they were under age, and
 * nobody wrote down when they were born, so the second cannot be counted. It erases nothing: a person does.
 */
export function keptUntil(retention: Retention, { dischargedOn, born, minor }: Discharged): string | null {
  const { years, minorsUntilAge } = retention
  const afterDischarge = yearsAfter(dischargedOn, years)
  const wasMinor = born === undefined ? minor : !isOfAge(born, dischargedOn)
  if (minorsUntilAge === undefined || !wasMinor) return afterDischarge
  if (born === undefined) return null
  const birthday = yearsAfter(born, minorsUntilAge)
  return birthday > afterDischarge ? birthday : afterDischarge
}

/** The same day so many years later; from 29 February, 1 March where there is no such day: never a day too early. */
function yearsAfter(day: string, years: number): string {
  const from = Temporal.PlainDate.from(day)
  const there = from.add({ years })
  return (there.day === from.day ? there : there.add({ days: 1 })).toString()
}
