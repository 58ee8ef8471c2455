import { codeOf } from '../core/errors.ts'
import type { ChannelName, ClinicId } from '../core/ids.ts'
import { LIMITS } from '../core/limits.ts'
import type { Receipt, SoundName } from '../core/message.ts'
import { fromClinician } from '../core/from-clinician.ts'
import { Private } from '../core/private.ts'
import { fromOutbox } from '../core/render.ts'
import type { Channel, Voice } from '../ports/channel.ts'
import type { ClaimedRow, DeliveryMark, Store } from '../ports/store.ts'
import type { Log } from '../ports/world.ts'

export interface DeliverDeps {
  readonly store: Pick<Store, 'claim' | 'recordDelivery' | 'sound' | 'keepCopy' | 'pinnedBefore'>
  readonly channels: ReadonlyMap<ChannelName, Channel>
  readonly node: string
  readonly log: Log
  /** Rows per claim. */
  readonly limit?: number
}

const ROWS_PER_CLAIM = 50

/**
 * One round of delivery: claims, sends all at once, records what became of each. Resolves with the number of rows
 * once all are recorded. Rounds may overlap: a slow send holds up its own client and nobody else.
 */
export function createDeliver(deps: DeliverDeps): (clinic: ClinicId) => Promise<number> {
  const recorders = new Map<ClinicId, (mark: DeliveryMark) => Promise<void>>()
  const recorderOf = (clinic: ClinicId) => {
    const known = recorders.get(clinic) ?? createRecorder(deps, clinic)
    recorders.set(clinic, known)
    return known
  }
  return async (clinic) => {
    const rows = await deps.store.claim(clinic, deps.node, deps.limit ?? ROWS_PER_CLAIM)
    const record = recorderOf(clinic)
    const done = await Promise.allSettled(
      rows.map(async (row) => {
        const receipt = await send(deps, clinic, row)
        await record({ id: row.id, receipt, retryAfterMs: retryAfter(receipt, row.attempts) })
      }),
    )
    const failed = done.find((one) => one.status === 'rejected')
    if (failed) throw failed.reason
    return rows.length
  }
}

async function send({ channels, log, store }: DeliverDeps, clinic: ClinicId, row: ClaimedRow): Promise<Receipt> {
  const channel = channels.get(row.channel)
  if (!channel) {
    log.warn('delivery.no-channel', { channel: row.channel, row: row.id })
    return { kind: 'later', ms: 0 }
  }
  if (row.message.kind === 'take-back') return takeBack(channel, row, row.message.receipt)
  const message = messageOf(row.message)
  const name = message.kind !== 'notice' && channel.can.voice ? message.recording : undefined
  const voice = name === undefined ? null : await voiceOf({ store, log }, clinic, row, name)
  if (voice === 'later') return { kind: 'later', ms: 0 }
  // What was spoken is the message itself: without it there is nothing to send.
  if (voice === null && message.kind === 'from-clinician' && message.recording !== undefined)
    return { kind: 'refused', why: 'gone' }
  const sending = voice ? channel.send(row.address, message, row.id, voice) : channel.send(row.address, message, row.id)
  const receipt = await sending.catch((error: unknown): Receipt => {
    // A channel that throws breaks its contract; what it sent is not known.
    log.error('delivery.channel-threw', { channel: row.channel, row: row.id, code: codeOf(error) })
    return { kind: 'unknown' }
  })
  if (receipt.kind === 'refused')
    log.warn('delivery.refused', { channel: row.channel, row: row.id, lane: row.lane, why: receipt.why })
  if (receipt.kind === 'sent' && receipt.copy !== undefined && voice) {
    const copy = { row: row.id, recording: voice.recording, copy: new Private(receipt.copy) }
    // Without it the next time uploads once more.
    await store.keepCopy(clinic, copy).catch((error: unknown) => {
      log.warn('delivery.copy-not-kept', { row: row.id, code: codeOf(error) })
    })
  }
  if (receipt.kind === 'sent' && message.kind === 'line' && message.pin)
    await pin({ channel, log, store, clinic }, row, receipt.id)
  return receipt
}

/** The recording of a message, to be loaded only if the platform has no copy of it. Where it cannot be had, a line goes alone. */
async function voiceOf(
  { store, log }: Pick<DeliverDeps, 'store' | 'log'>,
  clinic: ClinicId,
  { id: row }: ClaimedRow,
  name: SoundName,
): Promise<(Voice & { readonly recording: string }) | 'later' | null> {
  try {
    const found = await store.sound(clinic, { row, name, whole: false })
    if (!found) return null
    const bytes = async () => (await store.sound(clinic, { row, name, whole: true }))?.bytes ?? null
    return { recording: found.recording, format: found.format, copy: found.copy, bytes }
  } catch (error) {
    log.warn('delivery.no-voice', { row, code: codeOf(error) })
    return name === 'message' ? 'later' : null
  }
}

/** In place of the cards before it. What could not be pinned stands in the chat all the same. */
async function pin(
  { channel, log, store, clinic }: Pick<DeliverDeps, 'store' | 'log'> & { channel: Channel; clinic: ClinicId },
  row: ClaimedRow,
  receipt: string,
): Promise<void> {
  if (!channel.can.pin) return
  const before = await store.pinnedBefore(clinic, row.id).catch((error: unknown) => {
    log.warn('delivery.not-pinned', { channel: row.channel, row: row.id, code: codeOf(error) })
    return []
  })
  // Not pinned any more, or never: then there is nothing to do.
  for (const old of before) await channel.amend(row.address, old, 'unpin').catch(() => undefined)
  const answer = await channel.amend(row.address, receipt, 'pin').catch((): Receipt => ({ kind: 'unknown' }))
  if (answer !== 'unsupported' && answer.kind !== 'sent')
    log.warn('delivery.not-pinned', { channel: row.channel, row: row.id })
}

function messageOf(message: Exclude<ClaimedRow['message'], { kind: 'take-back' }>) {
  switch (message.kind) {
    case 'line':
      return fromOutbox(message.stored)
    case 'from-clinician':
      return fromClinician(message)
    case 'notice':
      return message
  }
  return message satisfies never
}

/** What a platform cannot take back stays; the row is settled either way. */
async function takeBack(channel: Channel, { address }: ClaimedRow, receipt: string): Promise<Receipt> {
  const answer = await channel
    .amend(address, receipt, 'delete')
    .catch((): Receipt => ({ kind: 'refused', why: 'invalid' }))
  return answer === 'unsupported' ? { kind: 'refused', why: 'invalid' } : answer
}

/** The platform's own wish first; else longer with every attempt. */
function retryAfter(receipt: Receipt, attempts: number): number {
  if (receipt.kind === 'later' && receipt.ms > 0) return receipt.ms
  if (receipt.kind === 'sent' || receipt.kind === 'refused') return 0
  const steps = LIMITS.deliveryBackOffMs
  return steps[Math.min(attempts, steps.length - 1)] ?? 0
}

interface Pending {
  readonly mark: DeliveryMark
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

/** Receipts that arrive while others are being written are written together, in the next commit. */
function createRecorder({ store, log }: DeliverDeps, clinic: ClinicId): (mark: DeliveryMark) => Promise<void> {
  let pending: Pending[] = []
  let writing = false
  const write = async () => {
    writing = true
    while (pending.length > 0) {
      const batch = pending
      pending = []
      await writeBatch(batch)
    }
    writing = false
  }
  const writeBatch = async (batch: readonly Pending[]): Promise<void> => {
    try {
      await store.recordDelivery(
        clinic,
        batch.map(({ mark }) => mark),
      )
      for (const { done } of batch) done()
    } catch (error) {
      log.error('delivery.not-recorded', { rows: batch.length, code: codeOf(error) })
      // One row that is gone (its client was erased meanwhile) takes no other receipt with it.
      if (batch.length > 1 && codeOf(error) === 'store.refused') for (const one of batch) await writeBatch([one])
      else for (const { failed } of batch) failed(error)
    }
  }
  return (mark) =>
    new Promise((done, failed) => {
      pending.push({ mark, done, failed })
      if (!writing) void write()
    })
}
