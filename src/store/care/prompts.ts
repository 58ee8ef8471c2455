import { sql } from 'kysely'
import type { FlowId } from '../../core/ids.ts'
import type { CareStore, PromptRow } from '../../ports/care.ts'
import { asClinician, type PeopleContext } from '../people/as-clinician.ts'

interface Found extends Omit<PromptRow, 'intended' | 'sent' | 'seen' | 'answered'> {
  readonly intended: Date
  readonly sent: Date | null
  readonly answered: Date | null
}

/** What became of each reminder. A sent one took its time from the platform's own answer. */
export function promptVerbs(context: PeopleContext): Pick<CareStore, 'prompts' | 'practised'> {
  return {
    practised: (clinic, client) =>
      asClinician(context, clinic, { by: context.eyes, did: 'read practices', to: client }, async (tx) => {
        const { rows } = await sql<{ flow: FlowId }>`
          select distinct flow from holdfast.practices
          where clinic_id = ${clinic} and client_id = ${client} and outcome = 'done' order by flow`.execute(tx)
        return rows.map(({ flow }) => flow)
      }),

    prompts: (clinic, client, limit) =>
      asClinician(context, clinic, { by: context.eyes, did: 'read reminders', to: client }, async (tx) => {
        const { rows } = await sql<Found>`
          select p.assignment, p.flow, p.nudge, p.intended_at as intended, p.answered_at as answered, p.answer,
            coalesce(p.answered_at > p.until_at, false) as late,
            case when o.state = 'sent' then o.settled_at end as sent,
            case when p.why_not is not null then p.why_not when o.state = 'sent' then null
                 when o.state = 'sending' then 'waiting' else coalesce(o.state, 'unknown') end as "whyNot"
          from holdfast.prompts p
          left join holdfast.outbox o on o.clinic_id = p.clinic_id and o.outbox_id = p.message_id
          where p.clinic_id = ${clinic} and p.client_id = ${client}
          order by p.intended_at desc, p.nudge desc limit ${limit}`.execute(tx)
        return rows.map((row) => ({ ...row, seen: null }))
      }),
  }
}
