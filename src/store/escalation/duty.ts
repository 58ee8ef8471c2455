import type { ChannelName, LinkId } from '../../core/ids.ts'
import { HoldfastError } from '../../core/errors.ts'
import type { DueEscalation, DueSilence, DutyLink, DutyPerson, DutyStore } from '../../ports/duty.ts'
import type { Context } from '../conversation/context.ts'
import { call } from '../sql.ts'
import { acknowledgementVerbs } from './acknowledgement.ts'
import { clientCountries } from './client-countries.ts'
import { sealedNotices } from './notices.ts'
import { roundVerbs } from './round.ts'
import { readerName } from './reader-name.ts'

/** As JSON brings it: times as text. */
type DueRow = Omit<DueEscalation, 'openedAt' | 'now'> & { readonly openedAt: string; readonly now: string }
type SilenceRow = Omit<DueSilence, 'since'> & { readonly since: string }
type PersonRow = Omit<DutyPerson, 'links'> & {
  readonly links: readonly (Omit<DutyLink, 'answeredAt'> & { readonly answeredAt: string | null })[]
}

/** What escalations need: each verb is one call of one function. */
export function createDutyStore(context: Context): DutyStore {
  const { sql, keys } = context
  return {
    ...acknowledgementVerbs(context),
    ...roundVerbs(context),
    async dueEscalations(clinic) {
      const rows = await call<DueRow[]>(sql, 'due_escalations', { clinic })
      return rows.map((row) => ({ ...row, openedAt: new Date(row.openedAt), now: new Date(row.now) }))
    },
    async dueSilences(clinic) {
      const rows = await call<SilenceRow[]>(sql, 'due_silences', { clinic })
      return rows.map((row) => ({ ...row, since: new Date(row.since) }))
    },
    async tellSilence(clinic, escalation, notices) {
      return call(sql, 'tell_silence', { clinic, escalation, notices: await sealedNotices(context, clinic, notices) })
    },
    async advance(step) {
      const notices = await sealedNotices(context, step.clinic, step.notices)
      return call(sql, 'advance_escalation', { ...step, notices })
    },
    async people(clinic) {
      const rows = await call<PersonRow[]>(sql, 'clinic_people', { clinic })
      return rows.map((row) => ({ ...row, links: row.links.map(linkOf) }))
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
    async tell(clinic, notices) {
      await call(sql, 'tell_people', { clinic, notices: await sealedNotices(context, clinic, notices) })
    },
    async tellFinding(clinic, finding, notices) {
      return call(sql, 'tell_finding', { clinic, finding, notices: await sealedNotices(context, clinic, notices) })
    },
    async tellDaily({ clinic, what, day, notices }) {
      return call(sql, 'tell_daily', { clinic, what, day, notices: await sealedNotices(context, clinic, notices) })
    },
  }
}

function linkOf({ answeredAt, ...link }: PersonRow['links'][number]): DutyLink {
  return { ...link, answeredAt: answeredAt === null ? null : new Date(answeredAt) }
}
