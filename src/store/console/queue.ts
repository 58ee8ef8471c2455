import { sql } from 'kysely'
import type { ClientId, ClinicianId, ClinicId } from '../../core/ids.ts'
import { Private } from '../../core/private.ts'
import type { ConsoleStore, Opening, QueueRow, RosterRow } from '../../ports/console.ts'
import type { FlagRow } from '../../ports/people.ts'
import { firstOf } from '../sql.ts'
import { clientSeal } from '../sealing/seal.ts'
import { asClinician, toText, type Console, type PeopleContext } from '../people/as-clinician.ts'
import { openedOpenings, readOpenings, type StoredOpening } from './openings.ts'

type Verbs = Pick<ConsoleStore, 'time' | 'queue' | 'roster'>

/** What waits for a person, and whose clients there are. */
export function queueVerbs(context: PeopleContext): Verbs {
  return {
    time: (clinic) =>
      asClinician(context, clinic, null, async (tx) => {
        const { rows } = await sql<{ now: Date }>`select holdfast_now() as now`.execute(tx)
        return firstOf(rows).now
      }),

    queue: async (clinic) => {
      const line = { by: context.eyes, did: 'looked at the queue', to: clinic }
      const { flags, openings } = await asClinician(context, clinic, line, async (tx) => ({
        flags: await readQueue(tx, clinic, null),
        openings: await readOpenings(tx, clinic, null),
      }))
      return Promise.all(flags.map((flag) => openedFlag(context, clinic, flag, openings)))
    },

    roster: async (clinic) => {
      const line = { by: context.eyes, did: 'listed clients', to: clinic }
      const rows = await asClinician(context, clinic, line, (tx) => readRoster(tx, clinic, null))
      return Promise.all(rows.map((row) => openedRoster(context, clinic, row)))
    },
  }
}

export interface StoredFlag extends FlagRow {
  readonly profile: Uint8Array
  readonly owner: ClinicianId
  readonly raisedAt: Date
  readonly deadlineAt: Date | null
}

/** Most urgent first; of the same level the nearest deadline, then the oldest. */
export async function readQueue(tx: Console, clinic: ClinicId, client: ClientId | null): Promise<StoredFlag[]> {
  const { rows } = await sql<StoredFlag>`
    select f.flag_id as id, f.client_id as client, c.pseudonym, c.profile, c.owner, f.level, f.state, f.reasons,
      f.taken_by as "takenBy", f.amber_at as "amberAt", f.raised_at as "raisedAt",
      case when e.acknowledged_at is null then e.deadline_at end as "deadlineAt"
    from flags f
    join clients c on c.clinic_id = f.clinic_id and c.client_id = f.client_id
    left join escalations e on e.clinic_id = f.clinic_id and e.flag_id = f.flag_id and e.closed_at is null
    where f.clinic_id = ${clinic}::uuid and f.state <> 'closed' and (${client}::uuid is null or f.client_id = ${client}::uuid)
    order by array_position(array['black', 'red', 'amber', 'info'], f.level), f.state = 'taken', e.deadline_at, f.raised_at`.execute(
    tx,
  )
  return rows
}

export async function openedFlag(
  context: PeopleContext,
  clinic: ClinicId,
  { profile, ...flag }: StoredFlag,
  openings: readonly StoredOpening[],
): Promise<QueueRow> {
  return {
    ...flag,
    name: await nameIn(context, clinic, flag.client, profile),
    openings: await openingsOf(context, clinic, flag.client, openings),
  }
}

export async function openingsOf(
  context: PeopleContext,
  clinic: ClinicId,
  client: ClientId,
  all: readonly StoredOpening[],
): Promise<Opening[]> {
  const own = all.filter((one) => one.client === client)
  return own.length === 0 ? [] : openedOpenings(await clientSeal(context.keys, clinic, client), own)
}

export type StoredRoster = Omit<RosterRow, 'name'> & { readonly profile: Uint8Array }

export async function readRoster(tx: Console, clinic: ClinicId, client: ClientId | null): Promise<StoredRoster[]> {
  const { rows } = await sql<StoredRoster>`
    select c.client_id as id, c.pseudonym, c.profile, c.owner, c.status, c.latched_at is not null as latched,
      case when c.paused_until > holdfast_now() then c.paused_until end as "pausedUntil",
      (select f.level from flags f where f.clinic_id = c.clinic_id and f.client_id = c.client_id and f.state <> 'closed') as level,
      (select count(*)::integer from links l
        where l.clinic_id = c.clinic_id and l.client_id = c.client_id and l.state = 'pending') as pending,
      (select max(t.at) from transcript t
        where t.clinic_id = c.clinic_id and t.client_id = c.client_id and t.who = 'client') as "lastWroteAt"
    from clients c
    where c.clinic_id = ${clinic}::uuid and (${client}::uuid is null or c.client_id = ${client}::uuid)
    order by c.status = 'discharged', c.pseudonym`.execute(tx)
  return rows
}

export async function openedRoster(
  context: PeopleContext,
  clinic: ClinicId,
  { profile, ...row }: StoredRoster,
): Promise<RosterRow> {
  return { ...row, name: await nameIn(context, clinic, row.id, profile) }
}

async function nameIn(context: PeopleContext, clinic: ClinicId, client: ClientId, profile: Uint8Array) {
  const seal = await clientSeal(context.keys, clinic, client)
  const text = seal.open({ table: 'clients', row: client, column: 'profile' }, toText(profile))
  const { name } = JSON.parse(text) as { name: string }
  return new Private(name)
}
