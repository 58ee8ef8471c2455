import { HoldfastError } from '../../core/errors.ts'
import type { ChannelName, ClientId, ClinicianId, ClinicId, LinkId, RowId } from '../../core/ids.ts'
import { LIMITS } from '../../core/limits.ts'
import type { Notice } from '../../core/message.ts'
import { Private } from '../../core/private.ts'
import type { ClaimedRow, DeliveryMark } from '../../ports/store.ts'
import { clientSeal, clinicSeal, type Seal } from '../sealing/seal.ts'
import { call } from '../sql.ts'
import type { Context } from './context.ts'
import { storedMessage } from './queued-rows.ts'

interface HandedOut {
  readonly id: RowId
  readonly message: string
  readonly lane: ClaimedRow['lane']
  readonly attempts: number
  readonly client: ClientId | null
  readonly link: LinkId
  readonly clinician: ClinicianId | null
  readonly channel: ChannelName
  readonly address: string
  readonly body: string
}

/** Rows to send now, each under a lease; see `functions/claim.sql`. */
export async function claim(context: Context, clinic: ClinicId, node: string, limit: number): Promise<ClaimedRow[]> {
  const rows = await call<HandedOut[]>(context.sql, 'claim', {
    clinic,
    node,
    limit,
    leaseMs: LIMITS.claimLeaseMs,
    crisisWaitMs: LIMITS.crisisWaitMs,
  })
  const opened = await Promise.all(rows.map((row) => openOrNull(context, clinic, row)))
  // A row that does not open (its client was erased, its key ring not restored) must not hold up everybody else's.
  const shut = rows.filter((_row, place) => opened[place] === null)
  await recordDelivery(
    context,
    clinic,
    shut.map(({ id }) => ({ id, receipt: { kind: 'refused', why: 'invalid' }, retryAfterMs: 0 })),
  )
  return opened.filter((row) => row !== null)
}

async function openOrNull(context: Context, clinic: ClinicId, row: HandedOut): Promise<ClaimedRow | null> {
  try {
    return await openRow(context, clinic, row)
  } catch (error) {
    if (error instanceof HoldfastError && (error.code === 'seal.broken' || error.code === 'key.missing')) return null
    throw error
  }
}

async function openRow({ keys }: Context, clinic: ClinicId, row: HandedOut): Promise<ClaimedRow> {
  const { id, lane, attempts, channel } = row
  const seal = row.client === null ? await clinicSeal(keys, clinic) : await clientSeal(keys, clinic, row.client)
  const address = new Private(seal.open({ table: 'links', row: row.link, column: 'address' }, row.address))
  const message: ClaimedRow['message'] =
    row.client === null
      ? (JSON.parse(seal.open({ table: 'outbox', row: row.message, column: 'body' }, row.body)) as Notice)
      : clientMessage(seal, row)
  return { id, lane, attempts, channel, address, message }
}

function clientMessage(seal: Seal, { message, body }: HandedOut): ClaimedRow['message'] {
  const stored = storedMessage(seal, message, body)
  return 'kind' in stored ? stored : { kind: 'line', stored }
}

/** What became of claimed rows; see `functions/record_delivery.sql`. */
export async function recordDelivery(
  { sql }: Context,
  clinic: ClinicId,
  marks: readonly DeliveryMark[],
): Promise<void> {
  if (marks.length === 0) return
  await call(sql, 'record_delivery', {
    clinic,
    marks: marks.map(({ id, receipt, retryAfterMs }) => ({
      id,
      kind: receipt.kind,
      receipt: receipt.kind === 'sent' ? receipt.id : receipt.kind === 'refused' ? receipt.why : null,
      retryAfterMs,
    })),
  })
}
