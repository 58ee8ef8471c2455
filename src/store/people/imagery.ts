import { sql } from 'kysely'
import type { ClientId, ClinicId, FlowId } from '../../core/ids.ts'
import type { PeopleStore } from '../../ports/people.ts'
import { clientSeal } from '../sealing/seal.ts'
import {
  asClinician,
  ifDone,
  bumpClient,
  lockConversation,
  now,
  toBytes,
  type Console,
  type PeopleContext,
} from './as-clinician.ts'

type Verbs = Pick<PeopleStore, 'raiseLatch' | 'lowerLatch' | 'endPause' | 'releaseFlow'>

/** What clinicians decide about a client's imagery: each with a reason, under the client's lock, behind one version (P7). */
export function imageryVerbs(context: PeopleContext): Verbs {
  const decide = <T>(
    { clinic, client, by }: Omit<Decision, 'reason'>,
    [did, done]: readonly [did: string, done: T & string],
    work: (tx: Console) => Promise<T>,
  ): Promise<T> =>
    asClinician(context, clinic, ifDone({ by, did, to: client }, done), async (tx) => {
      await lockConversation(tx, clinic, client)
      return work(tx)
    })
  return {
    raiseLatch: (change) => decide(change, ['raised a latch', 'raised'], (tx) => raiseLatch(context, tx, change)),
    lowerLatch: (change) => decide(change, ['lowered a latch', 'lowered'], (tx) => lowerLatch(context, tx, change)),
    endPause: (change) => decide(change, ['ended a pause', 'ended'], (tx) => endPause(tx, change)),
    releaseFlow: (change) => decide(change, ['released a flow', 'released'], (tx) => releaseFlow(context, tx, change)),
  }
}

interface Decision {
  readonly clinic: ClinicId
  readonly client: ClientId
  readonly by: string
  readonly reason: string
}

async function raiseLatch(context: PeopleContext, tx: Console, { clinic, client, by, reason }: Decision) {
  const raised = await tx
    .updateTable('clients')
    .set({ latched_at: now, version: sql<number>`version + 1` })
    .where('clinic_id', '=', clinic)
    .where('client_id', '=', client)
    .where('latched_at', 'is', null)
    .returning('latched_at')
    .executeTakeFirst()
  if (!raised?.latched_at) return 'already' as const
  await sql`select holdfast.overtake_practice(${clinic}::uuid, ${client}::uuid)`.execute(tx)
  const seal = await clientSeal(context.keys, clinic, client)
  const place = { table: 'latches', row: raised.latched_at.toISOString(), column: 'raise_reason' }
  await tx
    .insertInto('latches')
    .values({
      clinic_id: clinic,
      client_id: client,
      raised_at: raised.latched_at,
      why: 'clinician',
      raised_by: by,
      raise_reason: toBytes(seal.seal(place, reason)),
    })
    .execute()
  return 'raised' as const
}

async function lowerLatch(context: PeopleContext, tx: Console, { clinic, client, by, reason }: Decision) {
  const lowered = await tx
    .updateTable('clients')
    .set({ latched_at: null, version: sql<number>`version + 1` })
    .where('clinic_id', '=', clinic)
    .where('client_id', '=', client)
    .where('latched_at', 'is not', null)
    .returning('client_id')
    .executeTakeFirst()
  if (!lowered) return 'not-raised' as const
  const latch = await tx
    .selectFrom('latches')
    .select('raised_at')
    .where('clinic_id', '=', clinic)
    .where('client_id', '=', client)
    .where('lowered_at', 'is', null)
    .executeTakeFirstOrThrow()
  const seal = await clientSeal(context.keys, clinic, client)
  const place = { table: 'latches', row: latch.raised_at.toISOString(), column: 'reason' }
  await tx
    .updateTable('latches')
    .set({ lowered_at: now, lowered_by: by, reason: toBytes(seal.seal(place, reason)) })
    .where('clinic_id', '=', clinic)
    .where('client_id', '=', client)
    .where('lowered_at', 'is', null)
    .execute()
  return 'lowered' as const
}

/** A pause ends by itself; a clinician's word ends it earlier (care C6). */
async function endPause(tx: Console, { clinic, client }: Omit<Decision, 'reason'>) {
  const ended = await tx
    .updateTable('clients')
    .set({ paused_until: null, version: sql<number>`version + 1` })
    .where('clinic_id', '=', clinic)
    .where('client_id', '=', client)
    .where('paused_until', '>', now)
    .returning('client_id')
    .executeTakeFirst()
  return ended ? ('ended' as const) : ('not-paused' as const)
}

async function releaseFlow(context: PeopleContext, tx: Console, change: Decision & { readonly flow: FlowId }) {
  const { clinic, client, flow, by, reason } = change
  const held = await tx
    .selectFrom('held_flows')
    .select('held_at')
    .where('clinic_id', '=', clinic)
    .where('client_id', '=', client)
    .where('flow', '=', flow)
    .where('released_at', 'is', null)
    .executeTakeFirst()
  if (!held) return 'not-held' as const
  const seal = await clientSeal(context.keys, clinic, client)
  const place = { table: 'held_flows', row: `${flow}.${held.held_at.toISOString()}`, column: 'reason' }
  await tx
    .updateTable('held_flows')
    .set({ released_at: now, released_by: by, reason: toBytes(seal.seal(place, reason)) })
    .where('clinic_id', '=', clinic)
    .where('client_id', '=', client)
    .where('flow', '=', flow)
    .where('released_at', 'is', null)
    .execute()
  await bumpClient(tx, clinic, client)
  return 'released' as const
}
