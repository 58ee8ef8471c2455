import type { ClinicId } from '../../core/ids.ts'
import { auditNow } from '../duty/auditor-verb.ts'
import type { CommandDeps } from '../operate/verb.ts'
import { bad, ok, warn, type Finding } from './finding.ts'

/** What the auditor sees, and how far its own eyes are from what it watches. */
export async function auditorFindings(deps: CommandDeps, clinic: ClinicId): Promise<Finding[]> {
  const found = await auditNow(deps, clinic)
  const { kind } = await deps.people.health(clinic)
  const seen =
    found.length === 0
      ? ok('auditor', 'Everything that should have happened did.')
      : bad('auditor', `Of what should have happened, ${found.length} did not.`, 'See holdfast auditor --once.')
  if (kind === 'postgresql') return [seen]
  const says = 'The auditor runs inside the server and shares its fate: if the server stands still, so does it.'
  const cure = 'Have a heartbeat watched (holdfast cover heartbeat URL), or use a PostgreSQL server.'
  return [seen, deps.facts.realChannels.length > 0 ? warn('auditor', says, cure) : ok('auditor', says)]
}
