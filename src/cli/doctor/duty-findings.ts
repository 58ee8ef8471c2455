import type { ClinicId } from '../../core/ids.ts'
import type { CommandDeps } from '../operate/verb.ts'
import type { ClinicSettings } from '../../core/plan.ts'
import { bad, ok, warn, type Finding } from './finding.ts'

/** An obligation is acted on within seconds of its time. */
const OVERDUE_MS = 2 * 60_000

/** Whether somebody should have been told, and was not. */
export async function dutyFindings(deps: CommandDeps, clinic: ClinicId): Promise<Finding[]> {
  const now = (await deps.store.time()).getTime()
  const due = await deps.duty.dueEscalations(clinic)
  const overdue = due.filter(({ openedAt }) => now - openedAt.getTime() > OVERDUE_MS)
  if (overdue.length === 0) return [ok('escalations', 'Nothing that is owed is overdue.')]
  const names = overdue.map(({ pseudonym }) => pseudonym).join(', ')
  return [
    bad(
      'escalations',
      `Somebody must be told about ${names}, and was not.`,
      'Start the server; meanwhile call: holdfast flags.',
    ),
  ]
}

/** Whether somebody outside would hear of a silence (care C23). */
export function heartbeatFinding({ heartbeatUrl }: ClinicSettings): Finding {
  return heartbeatUrl === undefined
    ? warn(
        'heartbeat',
        'Nobody outside notices when everything here stands still.',
        'Have an address watched by somebody outside the clinic’s IT: holdfast cover heartbeat URL.',
      )
    : ok('heartbeat', 'An address outside is asked for once a minute, and its silence is the alarm.')
}
