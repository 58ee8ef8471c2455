import { sql } from 'kysely'
import type { ClinicianId, ClinicId } from '../../core/ids.ts'
import type { AccessStore, Session } from '../../ports/access.ts'
import { clinicSeal } from '../sealing/seal.ts'
import { asClinician, now, toText, type Console, type PeopleContext } from '../people/as-clinician.ts'

type Verbs = Pick<AccessStore, 'openSession' | 'session' | 'proveSession' | 'endSession'>

/** What `channels.md` gives as customary for clinical software. */
const IDLE = '20 minutes'
const WHOLE = '10 hours'
/** For what needs password and code once more. */
const PROVEN = '5 minutes'

/** Sessions live here and nowhere else: the cookie is a random number whose hash is a row. */
export function sessionVerbs(context: PeopleContext): Verbs {
  return {
    openSession: ({ clinic, clinician, tokenHash }) =>
      asClinician(context, clinic, { by: clinician, did: 'signed in', to: clinician }, async (tx) => {
        await tx
          .insertInto('console_sessions')
          .values({
            clinic_id: clinic,
            token_hash: tokenHash,
            clinician_id: clinician,
            opened_at: now,
            seen_at: now,
            proven_at: now,
          })
          .execute()
      }),

    session: async (clinic, tokenHash, touch) => {
      const found = await asClinician(context, clinic, null, (tx) => liveSession(tx, { clinic, tokenHash, touch }))
      if (!found) return null
      const seal = await clinicSeal(context.keys, clinic)
      const { clinician, role, proven, name } = found
      return {
        clinician,
        role,
        proven,
        name: seal.open({ table: 'clinicians', row: clinician, column: 'name' }, toText(name)),
      }
    },

    proveSession: (clinic, tokenHash) =>
      asClinician(context, clinic, null, async (tx) => {
        await ofToken(tx, clinic, tokenHash).set({ proven_at: now }).execute()
      }),

    endSession: (clinic, tokenHash) =>
      asClinician(context, clinic, null, async (tx) => {
        const ended = await ofToken(tx, clinic, tokenHash)
          .set({ ended_at: now })
          .where('ended_at', 'is', null)
          .returning('clinician_id')
          .executeTakeFirst()
        if (!ended) return
        const who = ended.clinician_id
        await sql`select holdfast.append_audit(${clinic}::uuid, ${who}, 'signed out', ${who})`.execute(tx)
      }),
  }
}

interface Asked {
  readonly clinic: ClinicId
  readonly tokenHash: string
  readonly touch: boolean
}

interface Live {
  readonly clinician: ClinicianId
  readonly role: Session['role']
  readonly proven: boolean
  readonly name: Uint8Array
}

async function liveSession(tx: Console, { clinic, tokenHash, touch }: Asked): Promise<Live | undefined> {
  const { rows } = await sql<Live>`
    select s.clinician_id as clinician, d.role, d.name, s.proven_at > holdfast_now() - ${PROVEN}::interval as proven
    from console_sessions s join clinicians d on d.clinic_id = s.clinic_id and d.clinician_id = s.clinician_id
    where s.clinic_id = ${clinic}::uuid and s.token_hash = ${tokenHash} and s.ended_at is null
      and s.seen_at > holdfast_now() - ${IDLE}::interval and s.opened_at > holdfast_now() - ${WHOLE}::interval`.execute(
    tx,
  )
  const [found] = rows
  if (found && touch) await ofToken(tx, clinic, tokenHash).set({ seen_at: now }).execute()
  return found
}

function ofToken(tx: Console, clinic: ClinicId, tokenHash: string) {
  return tx.updateTable('console_sessions').where('clinic_id', '=', clinic).where('token_hash', '=', tokenHash)
}
