import { PINNING } from '../../core/ids.ts'
import type { StoredFromClinician } from '../../core/from-clinician.ts'
import type { StoredMessage } from '../../core/render.ts'
import type { OutboxRow, TakeBack } from '../../ports/store.ts'
import type { Seal } from '../sealing/seal.ts'

/** Outbox rows as `queue_rows` takes them: sealed once for the outbox and once for the transcript, each bound to its table. */
export function queuedRows(seal: Seal, rows: readonly OutboxRow[]): object[] {
  return rows.map(({ id, lane, repeat, afterMs, expiresAfterMs, quietly, message }) => {
    const text = JSON.stringify(message)
    return {
      id,
      lane,
      repeat,
      afterMs,
      expiresAfterMs,
      quietly: quietly ?? false,
      ...(message.pin && { only: PINNING }),
      body: seal.seal({ table: 'outbox', row: id, column: 'body' }, text),
      said: seal.seal({ table: 'transcript', row: id, column: 'body' }, text),
      script: message.from.script,
      flow: message.from.flow,
      step: message.from.step,
      line: message.from.line,
    }
  })
}

/** What an outbox row of a client can hold. */
export type StoredForClient = StoredMessage | TakeBack | StoredFromClinician

/** A message read back from its sealed outbox row: a line, a clinician's own, or which message is to be taken back. */
export function storedMessage(seal: Seal, id: string, body: string): StoredForClient {
  return JSON.parse(seal.open({ table: 'outbox', row: id, column: 'body' }, body)) as StoredForClient
}
