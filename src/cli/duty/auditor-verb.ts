import { audit } from '../../escalation/auditor/audit.ts'
import { OMISSION_WORDS } from '../../escalation/auditor/finding-words.ts'
import type { Finding } from '../../escalation/auditor/finding.ts'
import { MINUTE, PATIENCE } from '../../escalation/auditor/patience.ts'
import type { ClinicId } from '../../core/ids.ts'
import { verb, type CommandDeps, type Verb } from '../operate/verb.ts'

/** As it travels: times as text. */
export type ShownFinding = Omit<Finding, 'since'> & { readonly since: string | Date }

/** `auditor --once` where one process has the store: what should have happened by now and did not. */
export function auditorVerb(deps: CommandDeps): Record<string, Verb> {
  return { 'duty.auditor': verb({}, () => auditNow(deps, deps.clinic())) }
}

export async function auditNow({ auditor }: Pick<CommandDeps, 'auditor'>, clinic: ClinicId): Promise<Finding[]> {
  return audit(await auditor.facts(clinic, PATIENCE.lookBackHours * 60 * MINUTE))
}

export function auditorWords(found: readonly ShownFinding[]): string {
  if (found.length === 0) return 'Everything that should have happened did.'
  return found
    .map(({ omission, pseudonym, about, since }) => {
      const whose = pseudonym === null ? '' : `  client ${pseudonym}`
      return `${omission}${whose}\n  ${OMISSION_WORDS[omission]} Since ${new Date(since).toISOString()}. About: ${about}`
    })
    .join('\n')
}
