import type { ChannelName, ClinicianId, ClinicId, EscalationId, LinkId } from '../../core/ids.ts'
import { HoldfastError } from '../../core/errors.ts'
import type { Acknowledgement, DueSilence, DutyStore, NoticeRow } from '../../ports/duty.ts'
import type { ChainRung } from '../../ports/store.ts'
import type { Context } from '../conversation/context.ts'
import { clinicSeal } from '../sealing/seal.ts'
import { call } from '../sql.ts'
import { clientCountries } from './client-countries.ts'
import { readerName } from './reader-name.ts'

interface DueRow {
  readonly id: EscalationId
  readonly pseudonym: string
  readonly level: 'red' | 'black'
  readonly openedAt: string
  readonly rung: number
  readonly chain: readonly ChainRung[]
  readonly rounds: number
}

type SilenceRow = Omit<DueSilence, 'since'> & { readonly since: string }

type Acknowledged = { kind: 'acknowledged' | 'unknown' } | { kind: 'already'; by: string; name: string | null }

/** What escalations need: each verb is one call of one function. */
export function createDutyStore(context: Context): DutyStore {
  const { sql, keys, index } = context
  return {
    async dueEscalations(clinic) {
      const rows = await call<DueRow[]>(sql, 'due_escalations', { clinic })
      return rows.map((row) => ({ ...row, openedAt: new Date(row.openedAt) }))
    },
    async dueSilences(clinic) {
      const rows = await call<SilenceRow[]>(sql, 'due_silences', { clinic })
      return rows.map((row) => ({ ...row, since: new Date(row.since) }))
    },
    async tellSilence(clinic, escalation, notices) {
      return call(sql, 'tell_silence', { clinic, escalation, notices: await sealed(context, clinic, notices) })
    },
    async advance(step) {
      const notices = await sealed(context, step.clinic, step.notices)
      return call(sql, 'advance_escalation', { ...step, notices })
    },
    async acknowledge(clinic, escalation, by): Promise<Acknowledgement> {
      const answer = await call<Acknowledged>(sql, 'acknowledge', { clinic, escalation, by })
      return answer.kind === 'already'
        ? { kind: 'already', by: await readerName(keys, clinic, answer) }
        : { kind: answer.kind }
    },
    clinicianLinks: (clinic, clinician) =>
      call<{ link: LinkId; channel: ChannelName }[]>(sql, 'clinician_links', { clinic, clinician }),
    async raiseFlag(clinic, client, flag) {
      await call(sql, 'raise_flag', { clinic, client, flag })
    },
    async clinicianName(clinic, clinician) {
      const name = await call<string | null>(sql, 'clinician_name', { clinic, clinician })
      if (name === null) throw new HoldfastError('store.refused', `There is no clinician ${clinician} in this clinic.`)
      return readerName(keys, clinic, { by: clinician, name })
    },
    clientCountries: (clinic) => clientCountries(context, clinic),
    leadLinks: (clinic) => call<LinkId[]>(sql, 'lead_links', { clinic }),
    async tellDaily({ clinic, what, day, notices }) {
      return call(sql, 'tell_daily', { clinic, what, day, notices: await sealed(context, clinic, notices) })
    },
    clinicianOf: (clinic, channel, address) =>
      call<ClinicianId | null>(sql, 'clinician_of', { clinic, channel, index: index(clinic, channel, address) }),
  }
}

async function sealed({ keys }: Context, clinic: ClinicId, notices: readonly NoticeRow[]): Promise<object[]> {
  const seal = await clinicSeal(keys, clinic)
  return notices.map(({ id, link, notice }) => ({
    id,
    link,
    body: seal.seal({ table: 'outbox', row: id, column: 'body' }, JSON.stringify(notice)),
  }))
}
