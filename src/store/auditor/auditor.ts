import { HoldfastError } from '../../core/errors.ts'
import type { ClientId, ClinicId } from '../../core/ids.ts'
import { ClinicSettings } from '../../core/plan.ts'
import type { AuditedRating, AuditFacts, AuditorStore } from '../../ports/auditor.ts'
import type { KeyRing } from '../../ports/key-ring.ts'
import { clientSeal } from '../sealing/seal.ts'
import { firstOf, type Sql } from '../sql.ts'
import { FACTS } from './facts.ts'

/** One read-only transaction as `holdfast_auditor`. */
export type AsAuditor = <T>(work: (sql: Sql) => Promise<T>) => Promise<T>

/** Reads as the auditor's own role, which may select some columns and write nothing. */
export function createAuditorStore(asAuditor: AsAuditor, keysOver: (sql: Sql) => KeyRing): AuditorStore {
  return {
    clinics: () =>
      asAuditor(async (sql) => {
        const rows = await sql.query<{ clinics: { id: ClinicId; settings: unknown }[] }>(
          'select holdfast.list_clinics() as clinics',
        )
        return firstOf(rows).clinics.map(({ id, settings }) => ({ id, settings: ClinicSettings.parse(settings) }))
      }),
    facts: (clinic, lookBackMs) =>
      asAuditor(async (sql) => {
        await sql.query("select set_config('holdfast.clinic', $1::text, true)", [clinic])
        const { now, since, settings } = firstOf(
          await sql.query<{ now: Date; since: Date; settings: unknown }>(FACTS.clinic, [clinic, lookBackMs]),
        )
        const read = <Row>(statement: string) => sql.query<Row>(statement, [clinic, since])
        // One after the other: it is one transaction on one connection.
        const clients = await read<AuditFacts['clients'][number]>(FACTS.clients)
        const messages = await read<AuditFacts['messages'][number]>(FACTS.messages)
        const sealed = await read<SealedRating>(FACTS.ratings)
        const flags = await read<FlagRow>(FACTS.flags)
        const escalations = await read<EscalationRow>(FACTS.escalations)
        const latches = await read<AuditFacts['latches'][number]>(FACTS.latches)
        const practices = await read<AuditFacts['practices'][number]>(FACTS.practices)
        const receipts = await read<AuditFacts['receipts'][number]>(FACTS.receipts)
        const reachable = await read<AuditFacts['reachable'][number]>(FACTS.reachable)
        return {
          now,
          settings: ClinicSettings.parse(settings),
          clients,
          messages,
          ratings: await opened(keysOver(sql), clinic, sealed),
          flags: flags.map((flag) => ({ ...flag, reasons: flag.reasons.map(dated) })),
          escalations: escalations.map((one) => ({
            ...one,
            acknowledgements: one.acknowledgements.map(({ by, since: from, endedAt }) => ({
              by,
              since: new Date(from),
              endedAt: endedAt === null ? null : new Date(endedAt),
            })),
          })),
          latches,
          practices,
          receipts,
          reachable,
        }
      }),
  }
}

type FlagRow = Omit<AuditFacts['flags'][number], 'reasons'> & {
  readonly reasons: readonly { rule: string; at: string }[]
}

type EscalationRow = Omit<AuditFacts['escalations'][number], 'acknowledgements'> & {
  readonly acknowledgements: readonly { by: string; since: string; endedAt: string | null }[]
}

type SealedRating = Omit<AuditedRating, 'value'> & { readonly row: string; readonly value: Uint8Array }

const dated = ({ rule, at }: { rule: string; at: string }) => ({ rule, at: new Date(at) })

/** The numbers, opened; those of somebody who was erased are gone. */
async function opened(keys: KeyRing, clinic: ClinicId, rows: readonly SealedRating[]): Promise<AuditedRating[]> {
  const ratings: AuditedRating[] = []
  for (const client of new Set(rows.map((row) => row.client))) {
    const seal = await sealOf(keys, clinic, client)
    for (const { row, value, ...rating } of seal ? rows.filter((one) => one.client === client) : []) {
      const place = { table: 'ratings', row, column: 'value' }
      ratings.push({ ...rating, value: Number(seal?.open(place, Buffer.from(value).toString('base64'))) })
    }
  }
  return ratings
}

async function sealOf(keys: KeyRing, clinic: ClinicId, client: ClientId) {
  try {
    return await clientSeal(keys, clinic, client)
  } catch (error) {
    if (error instanceof HoldfastError && error.code === 'key.missing') return null
    throw error
  }
}
