import { sql } from 'kysely'
import type { ClientId, ClinicId } from '../../core/ids.ts'
import type { FromClinician } from '../../core/from-clinician.ts'
import { PLAYS_SOUND } from '../../core/message.ts'
import type { PeopleStore } from '../../ports/people.ts'
import { clientSeal } from '../sealing/seal.ts'
import { asClinician, ifDone, type Console, type PeopleContext } from './as-clinician.ts'

type Verbs = Pick<PeopleStore, 'takeConversation' | 'giveBackConversation' | 'writeToClient'>

/** A named clinician in a client's conversation (care C2, C25). What these eyes may not see they may not take. */
export function handoverVerbs(context: PeopleContext): Verbs {
  return {
    takeConversation: ({ clinic, client, by }) =>
      asClinician(context, clinic, ifDone({ by, did: 'took a conversation', to: client }, 'changed'), async (tx) => {
        if (!(await sees(tx, clinic, client))) return 'unknown'
        return called<'changed' | 'already' | 'taken'>(tx, 'change_hands', { clinic, client, to: by })
      }),

    giveBackConversation: ({ clinic, client, by }) =>
      asClinician(
        context,
        clinic,
        ifDone({ by, did: 'gave a conversation back', to: client }, 'changed'),
        async (tx) => {
          if (!(await sees(tx, clinic, client))) return 'unknown'
          return called<'changed' | 'already'>(tx, 'change_hands', { clinic, client, to: null })
        },
      ),

    writeToClient: ({ clinic, client, by, id, message }) =>
      asClinician(context, clinic, ifDone({ by, did: 'wrote to a client', to: client }, 'written'), async (tx) => {
        if (!(await sees(tx, clinic, client))) return 'unknown'
        const words = await sealedTwice(context, { clinic, client, id }, message)
        const spoken = message.recording !== undefined
        const said = { clinic, client, by, id, ...words, spoken, playedOn: PLAYS_SOUND }
        return called<'written' | 'not-yours' | 'no-link' | 'no-sound' | 'no-draft'>(tx, 'write_to_client', said)
      }),
  }
}

async function sees(tx: Console, clinic: ClinicId, client: ClientId): Promise<boolean> {
  const found = await tx
    .selectFrom('clients')
    .select('client_id')
    .where('clinic_id', '=', clinic)
    .where('client_id', '=', client)
    .executeTakeFirst()
  return found !== undefined
}

async function called<Answer>(tx: Console, verb: 'change_hands' | 'write_to_client', payload: object): Promise<Answer> {
  const { rows } = await sql<{
    answer: Answer
  }>`select ${sql.ref(verb)}(${JSON.stringify(payload)}::text::jsonb) as answer`.execute(tx)
  const [row] = rows
  if (!row) throw new RangeError(`${verb} answered nothing`)
  return row.answer
}

interface Place {
  readonly clinic: ClinicId
  readonly client: ClientId
  readonly id: string
}

/** Once for the outbox and once for the transcript, each bound to its table. */
async function sealedTwice(context: PeopleContext, { clinic, client, id }: Place, message: FromClinician) {
  const seal = await clientSeal(context.keys, clinic, client)
  const text = JSON.stringify(message.stored())
  return {
    body: seal.seal({ table: 'outbox', row: id, column: 'body' }, text),
    said: seal.seal({ table: 'transcript', row: id, column: 'body' }, text),
  }
}
