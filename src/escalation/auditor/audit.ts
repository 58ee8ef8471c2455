import type { AuditFacts } from '../../ports/auditor.ts'
import { messageFindings, practiceFindings, redFindings, sentFindings } from './conversations.ts'
import type { Finding } from './finding.ts'
import { escalationFindings, flagFindings, silenceFindings } from './obligations.ts'
import { amberFindings, roundFindings } from './rounds.ts'

const RULES = [
  messageFindings,
  redFindings,
  flagFindings,
  escalationFindings,
  silenceFindings,
  practiceFindings,
  roundFindings,
  amberFindings,
  sentFindings,
]

/**
 * What should have happened by now and did not (design 7), recomputed from facts alone. Pure; shares nothing with what
 * takes turns and tells the chain but reviewed numbers and the calendar. Oldest first.
 */
export function audit(facts: AuditFacts): Finding[] {
  const names = new Map<string, string>(facts.clients.map(({ id, pseudonym }) => [id, pseudonym]))
  return RULES.flatMap((rule) => rule(facts))
    .map(({ client, ...found }) => ({ ...found, pseudonym: client === null ? null : (names.get(client) ?? null) }))
    .sort((one, other) => one.since.getTime() - other.since.getTime())
}
