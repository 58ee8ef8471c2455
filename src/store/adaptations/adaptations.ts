import { z } from 'zod'
import { AdaptedLine } from '../../core/line.ts'
import type { ClientId, ClinicId, FlowId, Lang, ScriptHash } from '../../core/ids.ts'
import type { AdaptationDecision, AdaptationRow, AdaptationStore, NewAdaptation } from '../../ports/console.ts'
import { clientSeal, clinicSeal, type Seal } from '../sealing/seal.ts'
import {
  asClinician,
  ifDone,
  bumpClient,
  bumpEverybody,
  now,
  toBytes,
  toText,
  type Console,
  type PeopleContext,
} from '../people/as-clinician.ts'

/** What is sealed of an adaptation. */
export const SealedLines = z.strictObject({
  lines: z.array(AdaptedLine),
  passed: z.array(
    z.strictObject({
      rule: z.string(),
      message: z.string(),
      reasons: z.array(z.strictObject({ by: z.string(), reason: z.string() })),
    }),
  ),
})
type SealedLines = z.infer<typeof SealedLines>

export const linesPlace = (row: string) => ({ table: 'adaptations', row, column: 'lines' })

/** Lines in other words: made, countersigned, ended (care C26). */
export function createAdaptationStore(context: PeopleContext): AdaptationStore {
  return {
    adaptations: (clinic, client) => list(context, clinic, client),

    adapt: async (change) => {
      const { clinic, client, by, id, lines, passed } = change
      const seal = await sealFor(context, clinic, client)
      const sealed = toBytes(seal.seal(linesPlace(id), JSON.stringify({ lines, passed })))
      return asClinician(context, clinic, { by, did: 'changed lines of a script', to: client ?? clinic }, (tx) =>
        insert(tx, change, sealed),
      )
    },

    countersign: async (change) => {
      const found = (await read(context, change.clinic, change.id))[0]
      if (!found || found.signed_at !== null) return 'unknown'
      if (found.made_by === change.by) return 'same-person'
      return countersign(context, change, found)
    },

    endAdaptation: ({ clinic, id, by }) =>
      asClinician(context, clinic, ifDone({ by, did: 'ended changed lines', to: id }, 'ended'), async (tx) => {
        const ended = await tx
          .updateTable('adaptations')
          .set({ ended_at: now, ended_by: by })
          .where('clinic_id', '=', clinic)
          .where('adaptation_id', '=', id)
          .where('ended_at', 'is', null)
          .returning('client_id')
          .executeTakeFirst()
        if (!ended) return 'unknown'
        await bump(tx, clinic, ended.client_id)
        return 'ended'
      }),
  }
}

async function insert(tx: Console, change: NewAdaptation, lines: Buffer): Promise<'signed' | 'waits'> {
  const { clinic, client, flow, lang, by, id, base, hash, needsSecond } = change
  await tx
    .updateTable('adaptations')
    .set({ ended_at: now, ended_by: by })
    .where('clinic_id', '=', clinic)
    .where('client_id', 'is not distinct from', client)
    .where('flow', '=', flow)
    .where('lang', '=', lang)
    .where('ended_at', 'is', null)
    .execute()
  await tx
    .insertInto('adaptations')
    .values({
      clinic_id: clinic,
      adaptation_id: id,
      client_id: client,
      flow,
      lang,
      base_hash: base,
      script_hash: hash,
      lines,
      made_by: by,
      made_at: now,
      signed_at: needsSecond ? null : now,
    })
    .execute()
  await bump(tx, clinic, client)
  return needsSecond ? 'waits' : 'signed'
}

type Stored = Awaited<ReturnType<typeof read>>[number]

function read(context: PeopleContext, clinic: ClinicId, id: string) {
  return asClinician(context, clinic, null, (tx) =>
    tx
      .selectFrom('adaptations')
      .selectAll()
      .where('clinic_id', '=', clinic)
      .where('adaptation_id', '=', id)
      .where('ended_at', 'is', null)
      .execute(),
  )
}

async function countersign(
  context: PeopleContext,
  { clinic, id, by, reason }: AdaptationDecision & { reason: string },
  found: Stored,
): Promise<'signed' | 'unknown'> {
  const seal = await sealFor(context, clinic, found.client_id)
  const { lines, passed } = opened(seal, found)
  const both = passed.map((one) => ({ ...one, reasons: [...one.reasons, { by, reason }] }))
  const sealed = toBytes(seal.seal(linesPlace(id), JSON.stringify({ lines, passed: both })))
  return asClinician(
    context,
    clinic,
    ifDone({ by, did: 'countersigned changed lines', to: found.client_id ?? clinic }, 'signed'),
    async (tx) => {
      const signed = await tx
        .updateTable('adaptations')
        .set({ lines: sealed, signed_at: now })
        .where('clinic_id', '=', clinic)
        .where('adaptation_id', '=', id)
        .where('signed_at', 'is', null)
        .where('ended_at', 'is', null)
        .returning('adaptation_id')
        .executeTakeFirst()
      if (!signed) return 'unknown'
      await bump(tx, clinic, found.client_id)
      return 'signed'
    },
  )
}

async function list(context: PeopleContext, clinic: ClinicId, client: ClientId | null): Promise<AdaptationRow[]> {
  const rows = await asClinician(
    context,
    clinic,
    { by: context.eyes, did: 'listed changed lines', to: client ?? clinic },
    (tx) =>
      tx
        .selectFrom('adaptations')
        .selectAll()
        .where('clinic_id', '=', clinic)
        .where((where) => where.or([where('client_id', 'is', null), where('client_id', '=', client)]))
        .where('ended_at', 'is', null)
        .orderBy('made_at', 'desc')
        .execute(),
  )
  return Promise.all(
    rows.map(async (row) => ({
      id: row.adaptation_id,
      client: row.client_id as ClientId | null,
      flow: row.flow as FlowId,
      lang: row.lang as Lang,
      base: row.base_hash as ScriptHash,
      hash: row.script_hash as ScriptHash,
      madeBy: row.made_by,
      madeAt: row.made_at,
      signedAt: row.signed_at,
      ...opened(await sealFor(context, clinic, row.client_id), row),
    })),
  )
}

function opened(seal: Seal, row: Pick<Stored, 'adaptation_id' | 'lines'>): SealedLines {
  return SealedLines.parse(JSON.parse(seal.open(linesPlace(row.adaptation_id), toText(row.lines))))
}

function sealFor({ keys }: PeopleContext, clinic: ClinicId, client: string | null): Promise<Seal> {
  return client === null ? clinicSeal(keys, clinic) : clientSeal(keys, clinic, client as ClientId)
}

function bump(tx: Console, clinic: ClinicId, client: string | null): Promise<void> {
  return client === null ? bumpEverybody(tx, clinic) : bumpClient(tx, clinic, client)
}
