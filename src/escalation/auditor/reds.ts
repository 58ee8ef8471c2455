import type { ClientId } from '../../core/ids.ts'
import { RATINGS } from '../../rails/reviewed.ts'
import type { AuditFacts } from '../../ports/auditor.ts'

/** A moment at which a person had to be told: red or black words, SOS, or a rating. */
export interface Red {
  readonly client: ClientId
  readonly at: Date
  readonly about: string
  readonly late: boolean
}

/** Recomputed from what came in, whatever was made of it. */
export function redsIn({ messages, ratings }: AuditFacts): Red[] {
  const { crisisAt, crisisAfterGroundingAt } = RATINGS.distress
  const said = messages
    .filter(({ level, word }) => level === 'red' || level === 'black' || word === 'sos')
    .map(({ client, at, id, late }) => ({ client, at, about: id, late }))
  const rated = ratings
    .filter(({ value, moment }) => value >= (moment === 'grounding-again' ? crisisAfterGroundingAt : crisisAt))
    .map(({ client, at }) => ({ client, at, about: `rating ${client} ${at.toISOString()}`, late: false }))
  return [...said, ...rated]
}
