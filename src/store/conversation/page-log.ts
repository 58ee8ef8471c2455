import { HoldfastError } from '../../core/errors.ts'
import type { ClientId, ClinicId } from '../../core/ids.ts'
import { fromClinician } from '../../core/from-clinician.ts'
import type { Notice } from '../../core/message.ts'
import { Private } from '../../core/private.ts'
import type { PageEntry, PageLog } from '../../ports/page-log.ts'
import { clientSeal, clinicSeal, type Seal } from '../sealing/seal.ts'
import { call } from '../sql.ts'
import type { Context } from './context.ts'
import { bodyFromText } from './inbound-body.ts'
import { storedMessage } from './queued-rows.ts'

/** The latest entries that a page shows: some days of practice, and a reload stays light on a phone. */
const ENTRIES = 80

interface Read {
  readonly client: ClientId | null
  readonly entries: readonly SealedEntry[]
}

interface SealedEntry {
  readonly changed: number
  readonly outbox: string | null
  readonly said: string | null
  readonly retracted: boolean
  readonly gone: boolean
  readonly row: string
  readonly body: string | null
}

/** The pages of one clinic; see `functions/page_note.sql` and its neighbours. */
export function createPageLog({ sql, keys, index }: Context, clinic: ClinicId): PageLog {
  const at = (address: Private<string>) => ({ clinic, index: index(clinic, 'web', address) })
  return {
    noteMessage: (address, id) => call<number | null>(sql, 'page_note', { ...at(address), outbox: id }),
    noteSaid: (address, externalId) => call<number | null>(sql, 'page_note', { ...at(address), said: externalId }),
    change: (address, id, change) => call<boolean>(sql, 'page_change', { ...at(address), id, change }),
    async read(address, after) {
      const found = await call<Read | null>(sql, 'page_read', { ...at(address), after, limit: ENTRIES })
      if (!found || found.entries.length === 0) return []
      const seal = found.client === null ? await clinicSeal(keys, clinic) : await clientSeal(keys, clinic, found.client)
      return found.entries.flatMap((entry) => opened(seal, entry, found.client !== null) ?? [])
    },
  }
}

/** An entry that does not open any more is left out: the rest of the page stands. */
function opened(seal: Seal, entry: SealedEntry, isClient: boolean): PageEntry | null {
  const id = entry.outbox ?? entry.said ?? ''
  try {
    const body = entry.gone ? ({ kind: 'gone' } as const) : bodyOf(seal, entry, isClient)
    return body && { id, mark: entry.changed, body }
  } catch (error) {
    if (error instanceof HoldfastError && error.code === 'seal.broken') return null
    throw error
  }
}

function bodyOf(seal: Seal, entry: SealedEntry, isClient: boolean): PageEntry['body'] | null {
  const { row, outbox, body, retracted } = entry
  if (body === null) return null
  if (outbox === null) return saidIn(seal.open({ table: 'inbox', row, column: 'body' }, body))
  if (!isClient) {
    const { text, buttons } = JSON.parse(seal.open({ table: 'outbox', row, column: 'body' }, body)) as Notice
    return { kind: 'notice', text: new Private(text), buttons: retracted ? [] : buttons }
  }
  const stored = storedMessage(seal, row, body)
  if (!('kind' in stored)) {
    const { text, buttons, recording, wakes } = stored
    return {
      kind: 'line',
      text: new Private(text),
      buttons: retracted ? [] : buttons,
      ...(recording !== undefined && { recording }),
      ...(wakes && { wakes }),
    }
  }
  if (stored.kind === 'take-back') return null
  const { text, recording } = fromClinician(stored)
  return {
    kind: 'from-clinician',
    text: new Private(text),
    buttons: [],
    ...(recording !== undefined && { recording }),
  }
}

function saidIn(text: string): PageEntry['body'] | null {
  const body = bodyFromText(text)
  if (body.kind === 'text') return { kind: 'said', text: body.text }
  return body.kind === 'choice' ? { kind: 'tapped', token: body.token } : null
}
