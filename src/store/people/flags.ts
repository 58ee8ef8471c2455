import { sql } from 'kysely'
import type { ClientId, ClinicId, FlagId } from '../../core/ids.ts'
import type { Outcome } from '../../core/duty.ts'
import type { FlagRow, PeopleStore } from '../../ports/people.ts'
import { clientSeal } from '../sealing/seal.ts'
import { asClinician, ifDone, lockConversation, now, type Console, type PeopleContext } from './as-clinician.ts'

type Verbs = Pick<PeopleStore, 'flags' | 'takeFlag' | 'closeFlag'>

/** A long list is no list: of the closed ones, the newest. */
const CLOSED_SHOWN = 200

/** What clinicians look at, take on and bring to an end. */
export function flagVerbs(context: PeopleContext): Verbs {
  return {
    flags: (clinic) =>
      asClinician(context, clinic, { by: context.eyes, did: 'listed flags', to: clinic }, readFlags(clinic)),

    takeFlag: (clinic, flag, by) =>
      asClinician(context, clinic, ifDone({ by, did: 'took a flag', to: flag }, 'taken'), (tx) =>
        takeFlag(tx, { clinic, flag, by }),
      ),

    closeFlag: (clinic, flag, outcome, by) =>
      asClinician(context, clinic, ifDone({ by, did: 'closed a flag', to: flag }, 'closed', 'passed'), (tx) =>
        closeFlag(context, tx, { clinic, flag, by }, outcome),
      ),
  }
}

interface Named {
  readonly clinic: ClinicId
  readonly flag: FlagId
  readonly by: string
}

/** Taking a flag with an escalation is acknowledging it, by the same function as the button under a notice. */
async function takeFlag(tx: Console, { clinic, flag, by }: Named): Promise<'taken' | 'already' | 'unknown'> {
  const found = await openFlag(tx, clinic, flag)
  if (!found) return 'unknown'
  const escalation = await tx
    .selectFrom('escalations')
    .select('escalation_id')
    .where('clinic_id', '=', clinic)
    .where('flag_id', '=', flag)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  if (escalation) {
    const call = JSON.stringify({ clinic, escalation: escalation.escalation_id, by })
    const { rows } = await sql<{
      answer: { kind: string }
    }>`select acknowledge(${call}::text::jsonb) as answer`.execute(tx)
    return rows[0]?.answer.kind === 'acknowledged' ? 'taken' : 'already'
  }
  const taken = await tx
    .updateTable('flags')
    .set({ state: 'taken', taken_by: by, taken_at: now })
    .where('clinic_id', '=', clinic)
    .where('flag_id', '=', flag)
    .where('state', '=', 'open')
    .returning('flag_id')
    .executeTakeFirst()
  return taken ? 'taken' : 'already'
}

/**
 * Ends the obligation as well, so it asks for what P8 asks: people who took it, and an outcome. Passed to duty ends
 * nothing: whoever is next is told.
 */
async function closeFlag(context: PeopleContext, tx: Console, { clinic, flag, by }: Named, { kind, words }: Outcome) {
  const found = await openFlag(tx, clinic, flag)
  if (!found) return 'unknown' as const
  if (kind === 'passed-to-duty') return passOn(tx, { clinic, flag, by })
  const seal = await clientSeal(context.keys, clinic, found.client_id as ClientId)
  const sealed = words === null ? null : seal.seal({ table: 'flags', row: flag, column: 'outcome' }, words)
  const call = JSON.stringify({ clinic, flag, by, kind, words: sealed })
  const { rows } = await sql<{
    answer: 'closed' | 'unacknowledged' | 'unknown'
  }>`select close_flag(${call}::text::jsonb) as answer`.execute(tx)
  return rows[0]?.answer ?? 'unknown'
}

/** Whoever passes it on must have it; what has no chain (an amber) is open again for the next round. */
async function passOn(tx: Console, { clinic, flag, by }: Named): Promise<'passed' | 'unacknowledged'> {
  const open = await tx
    .selectFrom('escalations')
    .select('escalation_id')
    .where('clinic_id', '=', clinic)
    .where('flag_id', '=', flag)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  if (!open) {
    await tx
      .updateTable('flags')
      .set({ state: 'open', taken_by: null, taken_at: null })
      .where('clinic_id', '=', clinic)
      .where('flag_id', '=', flag)
      .execute()
    return 'passed'
  }
  const call = JSON.stringify({ clinic, escalation: open.escalation_id, by, why: 'passed' })
  const { rows } = await sql<{ answer: string }>`select give_back(${call}::text::jsonb) as answer`.execute(tx)
  return rows[0]?.answer === 'given-back' ? 'passed' : 'unacknowledged'
}

/** The flag if these eyes see it and it is not closed, locked after its client's conversation like by every writer of flags. */
async function openFlag(tx: Console, clinic: ClinicId, flag: FlagId) {
  const open = tx
    .selectFrom('flags')
    .select(['client_id', 'state', 'level'])
    .where('clinic_id', '=', clinic)
    .where('flag_id', '=', flag)
    .where('state', '<>', 'closed')
  const seen = await open.executeTakeFirst()
  if (!seen) return undefined
  await lockConversation(tx, clinic, seen.client_id)
  return open.forUpdate().executeTakeFirst()
}

function readFlags(clinic: ClinicId) {
  return async (tx: Console): Promise<FlagRow[]> => {
    const { rows } = await sql<FlagRow>`
      select f.flag_id as id, f.client_id as client, c.pseudonym, f.level, f.state, f.reasons, f.taken_by as "takenBy",
        f.amber_at as "amberAt"
      from flags f join clients c on c.clinic_id = f.clinic_id and c.client_id = f.client_id
      where f.clinic_id = ${clinic}::uuid and (f.state <> 'closed' or f.flag_id in (
        select k.flag_id from flags k where k.clinic_id = f.clinic_id and k.state = 'closed'
        order by k.closed_at desc limit ${CLOSED_SHOWN}))
      order by f.state = 'closed', array_position(array['black', 'red', 'amber', 'info'], f.level), f.raised_at`.execute(
      tx,
    )
    return rows
  }
}
