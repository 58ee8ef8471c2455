import { sql } from 'kysely'
import type { AccessStore } from '../../ports/access.ts'
import { asClinician, type PeopleContext } from '../people/as-clinician.ts'

type Verbs = Pick<AccessStore, 'attempt' | 'forget'>

/** The first wait after too many failures, doubled with each further one. */
const FIRST_WAIT_S = 15
const LONGEST_WAIT_S = 900
/** A count that rested this long begins anew. */
const FORGOTTEN_AFTER = '24 hours'

/** Throttling with back-off. Counting first means that guesses made at the same moment count as well. */
export function attemptVerbs(context: PeopleContext): Verbs {
  const indexed = context.index
  return {
    attempt: (clinic, whose) =>
      asClinician(context, clinic, null, async (tx) => {
        let longest = 0
        for (const { whose: who, free } of whose) {
          const { rows } = await sql<{ wait: number }>`
            insert into sign_in_attempts as a (clinic_id, whose, failed, last_at, wait_until)
            values (${clinic}::uuid, ${indexed(clinic, 'web', who)}, 1, holdfast_now(), holdfast_now())
            on conflict (clinic_id, whose) do update set
              failed = case when a.last_at < holdfast_now() - ${FORGOTTEN_AFTER}::interval then 1
                            when a.wait_until > holdfast_now() then a.failed else a.failed + 1 end,
              last_at = holdfast_now(),
              wait_until = case
                when a.wait_until > holdfast_now() or a.failed + 1 <= ${free}::integer
                  or a.last_at < holdfast_now() - ${FORGOTTEN_AFTER}::interval then a.wait_until
                else holdfast_now() + interval '1 second'
                  * least(${LONGEST_WAIT_S}::float8, ${FIRST_WAIT_S} * power(2, a.failed + 1 - ${free}::integer - 1)) end
            returning ceil(extract(epoch from wait_until - holdfast_now()))::integer as wait`.execute(tx)
          longest = Math.max(longest, rows[0]?.wait ?? 0)
        }
        return longest
      }),

    forget: (clinic, name) =>
      asClinician(context, clinic, null, async (tx) => {
        await tx
          .deleteFrom('sign_in_attempts')
          .where('clinic_id', '=', clinic)
          .where('whose', '=', indexed(clinic, 'web', name))
          .execute()
      }),
  }
}
