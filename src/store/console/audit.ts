import { sql } from 'kysely'
import type { AuditRow, ConsoleStore } from '../../ports/console.ts'
import { asClinician, type PeopleContext } from '../people/as-clinician.ts'

const MOST = 100

/** Who did what: for leads and admins, as the policies say; others see no row. */
export function auditVerbs(context: PeopleContext): Pick<ConsoleStore, 'audit'> {
  return {
    audit: (clinic, { before, about }) =>
      asClinician(context, clinic, { by: context.eyes, did: 'read the audit', to: clinic }, async (tx) => {
        const { rows } = await sql<Omit<AuditRow, 'n'> & { n: string }>`
          select n, at, actor, verb, about from audit
          where clinic_id = ${clinic}::uuid and (${before ?? null}::bigint is null or n < ${before ?? null}::bigint)
            and (${about ?? null}::text is null or about = ${about ?? null}::text or actor = ${about ?? null}::text)
          order by n desc limit ${MOST}`.execute(tx)
        return rows.map(({ n, ...row }) => ({ ...row, n: Number(n) }))
      }),
  }
}
