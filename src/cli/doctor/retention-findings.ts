import { keptUntil } from '../../care/retention.ts'
import type { ClinicId } from '../../core/ids.ts'
import type { ClinicSettings } from '../../core/plan.ts'
import { localDay } from '../../rails/local-hours.ts'
import type { CommandDeps } from '../operate/verb.ts'
import { ok, warn, type Finding } from './finding.ts'

/** Whose record is past the time that the clinic keeps it. It is named and stays: a person looks at it and erases it. */
export async function retentionFindings(
  { people, world }: CommandDeps,
  clinic: ClinicId,
  { retention, zone }: ClinicSettings,
): Promise<Finding[]> {
  if (!retention)
    return [ok('retention', 'Records are kept until somebody erases them: no time is set (holdfast retention).')]
  const today = localDay(world.now(), zone).toString()
  const all = (await people.discharged(clinic)).map((one) => ({ ...one, until: keptUntil(retention, one) }))
  const past = all.filter(({ until }) => until !== null && until <= today)
  const unknown = all.filter(({ until }) => until === null)
  if (past.length + unknown.length === 0)
    return [ok('retention', 'No record is past the time that the clinic keeps it.')]
  return [
    ...(past.length > 0
      ? [
          warn(
            'retention',
            `Past the time that the clinic keeps records: ${past.map(({ pseudonym, until }) => `${pseudonym} (since ${until})`).join(', ')}.`,
            'Look at each; nothing goes by itself. Whoever may go: holdfast erase PSEUDONYM --yes PSEUDONYM, or Records on the client’s page.',
          ),
        ]
      : []),
    ...(unknown.length > 0
      ? [
          warn(
            'retention',
            `Under age at discharge, and no day of birth is kept, so their time cannot be counted: ${unknown.map(({ pseudonym }) => pseudonym).join(', ')}.`,
            'Write it down: holdfast client born PSEUDONYM DAY.',
          ),
        ]
      : []),
  ]
}
