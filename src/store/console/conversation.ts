import { sql } from 'kysely'
import type { StoredFromClinician } from '../../core/from-clinician.ts'
import type { ChannelName, ClientId, ClinicianId, ClinicId, RowId } from '../../core/ids.ts'
import { Private } from '../../core/private.ts'
import type { StoredMessage } from '../../core/render.ts'
import { ScreenResult } from '../../core/screen-result.ts'
import type { ConsoleStore, Delivery, Entry } from '../../ports/console.ts'
import { bodyFromText } from '../conversation/inbound-body.ts'
import { readPlan } from '../people/plans.ts'
import { clientSeal, type Seal } from '../sealing/seal.ts'
import { asClinician, toText, type Console, type PeopleContext } from '../people/as-clinician.ts'
import { readOpenings, openedOpenings } from './openings.ts'
import { isOpenNote } from './list.ts'
import { openedFlag, openedRoster, readQueue, readRoster } from './queue.ts'
import { openedRatings, readRatings } from './ratings.ts'

/** A page of a conversation. */
const MOST = 40

/** What was written and said, exactly as the client saw it, with what became of each message. */
export function conversationVerbs(context: PeopleContext): Pick<ConsoleStore, 'conversation'> {
  return {
    conversation: async (clinic, client, before) => {
      const line = { by: context.eyes, did: 'read a conversation', to: client }
      const found = await asClinician(context, clinic, line, (tx) => read(context, tx, { clinic, client, before }))
      if (!found?.plan) return null
      const seal = await clientSeal(context.keys, clinic, client)
      const [flag] = found.flags
      const shown = found.entries.slice(0, MOST)
      return {
        client: await openedRoster(context, clinic, found.row),
        plan: found.plan,
        handedTo: found.handedTo,
        draft: found.draft,
        entries: withLabels(shown.map((entry) => openedEntry(seal, entry)).toReversed()),
        more: found.entries.length > MOST,
        flag: flag ? await openedFlag(context, clinic, flag, []) : null,
        ratings: openedRatings(seal, found.ratings),
        openings: openedOpenings(seal, found.openings),
      }
    },
  }
}

interface Asked {
  readonly clinic: ClinicId
  readonly client: ClientId
  readonly before: RowId | undefined
}

async function read(context: PeopleContext, tx: Console, asked: Asked) {
  const { clinic, client } = asked
  const [row] = await readRoster(tx, clinic, client)
  if (!row) return null
  const { rows: hands } = await sql<{ to: ClinicianId | null; draft: RowId | null }>`
    select c.handed_to as to, r.recording_id as draft from clients c
    left join recordings r on r.clinic_id = c.clinic_id and r.client_id = c.client_id and r.name = 'draft'
      and r.recorded_by = ${context.eyes}
    where c.clinic_id = ${clinic}::uuid and c.client_id = ${client}::uuid`.execute(tx)
  return {
    row,
    plan: await readPlan(context, tx, { clinic, client }),
    handedTo: hands[0]?.to ?? null,
    draft: hands[0]?.draft ?? null,
    entries: await readEntries(tx, asked),
    flags: await readQueue(tx, clinic, client),
    ratings: await readRatings(tx, clinic, client),
    openings: await readOpenings(tx, clinic, client),
  }
}

interface StoredEntry {
  readonly id: RowId
  readonly at: Date
  readonly who: Entry['who']
  /** Null: on the list for the session, and the client has not opened it. */
  readonly body: Uint8Array | null
  readonly flow: string | null
  readonly step: string | null
  readonly line: string | null
  readonly screen: unknown
  readonly late: boolean | null
  readonly deliveries: readonly { state: string; channel: ChannelName | null; at: string | null }[]
}

/** Newest first, one more than a page. A message to several links has several outbox rows. */
async function readEntries(tx: Console, { clinic, client, before }: Asked): Promise<StoredEntry[]> {
  const { rows } = await sql<StoredEntry>`
    select t.entry_id as id, t.at, t.who, t.flow, t.step, t.line, i.screen, i.late,
      case when closed.n is null then t.body end as body, coalesce((
      select jsonb_agg(jsonb_build_object('state', o.state, 'channel', l.channel, 'at', o.settled_at) order by o.seq) from outbox o
      left join links l on l.clinic_id = o.clinic_id and l.link_id = coalesce(o.sent_over, o.link_id)
      where o.clinic_id = t.clinic_id and o.client_id = t.client_id and o.message_id = t.entry_id), '[]') as deliveries
    from transcript t
    left join inbox i on i.clinic_id = t.clinic_id and i.inbox_id = t.entry_id
    left join lateral (
      select 1 as n from notes x where x.clinic_id = t.clinic_id and x.client_id = t.client_id and x.entry_id = t.entry_id
        and not ${isOpenNote(sql`x`)} limit 1) closed on true
    where t.clinic_id = ${clinic}::uuid and t.client_id = ${client}::uuid
      and (${before ?? null}::uuid is null or t.seq < (
        select b.seq from transcript b where b.clinic_id = t.clinic_id and b.entry_id = ${before ?? null}::uuid))
    order by t.seq desc limit ${MOST + 1}`.execute(tx)
  return rows
}

function openedEntry(seal: Seal, stored: StoredEntry): Entry {
  const { id, at } = stored
  const heard = { screen: screenIn(stored.screen), late: stored.late ?? false }
  if (stored.body === null)
    return { id, at, who: 'client', words: new Private(''), closed: true, tapped: null, ...heard }
  const text = seal.open({ table: 'transcript', row: id, column: 'body' }, toText(stored.body))
  if (stored.who === 'client') {
    const words = new Private(saidIn(text))
    return { id, at, who: 'client', words, closed: false, tapped: tappedIn(text), ...heard }
  }
  const deliveries = stored.deliveries.map(({ state, channel, at: settled }): Delivery => ({
    state,
    channel,
    at: settled === null ? null : new Date(settled),
  }))
  if (stored.who === 'clinician') {
    const { name, words, spoken = false } = JSON.parse(text) as StoredFromClinician
    return { id, at, who: 'clinician', words: new Private(words), spoken, name, deliveries }
  }
  const message = JSON.parse(text) as StoredMessage
  return {
    id,
    at,
    who: 'bot',
    words: new Private(message.text),
    buttons: message.buttons,
    from: { flow: stored.flow ?? '', step: stored.step ?? '', line: stored.line ?? '' },
    deliveries,
  }
}

function saidIn(text: string): string {
  const body = bodyFromText(text)
  if (body.kind === 'text' || body.kind === 'edited') return body.text.reveal()
  if (body.kind === 'media') return body.caption?.reveal() ?? `(${body.media})`
  return `(${body.kind})`
}

function tappedIn(text: string): string | null {
  const body = bodyFromText(text)
  return body.kind === 'choice' ? body.token : null
}

/** A tap arrives as the token of a button: what the client saw on it stands in the message that it was under. */
function withLabels(entries: readonly Entry[]): Entry[] {
  const labels = new Map(
    entries.flatMap((entry) =>
      entry.who === 'bot' ? entry.buttons.map(({ token, label }) => [token, label] as const) : [],
    ),
  )
  return entries.map((entry) =>
    entry.who === 'client' && entry.tapped !== null
      ? { ...entry, words: new Private(labels.get(entry.tapped) ?? entry.tapped.split('.').at(-1) ?? '') }
      : entry,
  )
}

function screenIn(stored: unknown): ScreenResult | null {
  return ScreenResult.safeParse(stored).data ?? null
}
