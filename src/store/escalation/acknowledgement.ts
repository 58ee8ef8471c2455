import type { ClientId, ClinicianId, FlagId } from '../../core/ids.ts'
import type { Acknowledgement, AcknowledgementStore, DueOutcome } from '../../ports/acknowledgement.ts'
import type { Context } from '../conversation/context.ts'
import { clientSeal } from '../sealing/seal.ts'
import { call } from '../sql.ts'
import { sealedNotices } from './notices.ts'
import { readerName } from './reader-name.ts'

type Acknowledged =
  | { kind: 'acknowledged'; missing: number }
  | { kind: 'unknown' }
  | { kind: 'already'; by: string; name: string | null; closed: boolean }

type OutcomeRow = Omit<DueOutcome, 'since'> & { readonly since: string }

/** Taking an obligation and what follows; each verb is one call of one function. */
export function acknowledgementVerbs(context: Context): AcknowledgementStore {
  const { sql, keys, index } = context
  return {
    async acknowledge(clinic, escalation, by): Promise<Acknowledgement> {
      const answer = await call<Acknowledged>(sql, 'acknowledge', { clinic, escalation, by })
      if (answer.kind !== 'already') return answer
      return { kind: 'already', by: await readerName(keys, clinic, answer), closed: answer.closed }
    },
    clinicianOf: (clinic, channel, address) =>
      call<ClinicianId | null>(sql, 'clinician_of', { clinic, channel, index: index(clinic, channel, address) }),
    async dueOutcomes(clinic, { remindMs, lapseMs }) {
      const after = { remindAfterMs: remindMs, lapseAfterMs: lapseMs }
      const rows = await call<OutcomeRow[]>(sql, 'due_outcomes', { clinic, ...after })
      return rows.map((row) => ({ ...row, since: new Date(row.since) }))
    },
    async remindOutcome({ clinic, id, by, notices }) {
      return call(sql, 'remind_outcome', {
        clinic,
        escalation: id,
        by,
        notices: await sealedNotices(context, clinic, notices),
      })
    },
    async giveBack({ clinic, escalation, by, why, notices }) {
      return call(sql, 'give_back', {
        clinic,
        escalation,
        by,
        why: why.kind,
        since: why.kind === 'lapsed' ? why.since : null,
        notices: await sealedNotices(context, clinic, notices),
      })
    },
    async closeEscalation(clinic, escalation, { kind, words }, by) {
      const place = await call<{ client: ClientId; flag: FlagId } | null>(sql, 'escalation_place', {
        clinic,
        escalation,
      })
      if (!place) return 'unknown'
      const seal = await clientSeal(keys, clinic, place.client)
      const sealed = words === null ? null : seal.seal({ table: 'flags', row: place.flag, column: 'outcome' }, words)
      return call(sql, 'close_flag', { clinic, flag: place.flag, by, kind, words: sealed, mine: true })
    },
  }
}
