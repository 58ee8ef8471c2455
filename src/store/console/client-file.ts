import { sql } from 'kysely'
import type { ClientId, ClinicId, FlowId } from '../../core/ids.ts'
import { Private } from '../../core/private.ts'
import type { ClientFile, ConsoleStore, LinkRow, PracticeRow } from '../../ports/console.ts'
import { readPlan } from '../people/plans.ts'
import { clientSeal, type Seal } from '../sealing/seal.ts'
import { asClinician, toText, type Console, type PeopleContext } from '../people/as-clinician.ts'
import { openedKeepsakes, readKeepsakes } from './keepsakes.ts'
import { openedOpenings, readOpenings } from './openings.ts'
import { openedRoster, readRoster } from './queue.ts'
import { isOpenNote } from './list.ts'
import { openedRatings, readRatings } from './ratings.ts'

/** Everything about one client beside the conversation. */
export function clientFileVerbs(context: PeopleContext): Pick<ConsoleStore, 'clientFile'> {
  return {
    clientFile: async (clinic, client) => {
      const line = { by: context.eyes, did: "read a client's file", to: client }
      const found = await asClinician(context, clinic, line, (tx) => read(context, tx, { clinic, client }))
      if (!found?.plan) return null
      const seal = await clientSeal(context.keys, clinic, client)
      return {
        client: await openedRoster(context, clinic, found.row),
        plan: found.plan,
        keepsakes: openedKeepsakes(seal, found.keepsakes),
        held: found.held,
        practices: found.practices,
        ratings: openedRatings(seal, found.ratings),
        openings: openedOpenings(seal, found.openings),
        links: found.links.map(({ display, ...link }) => ({
          ...link,
          display: boxed(seal, { table: 'links', row: link.id, column: 'display' }, display),
        })),
        notes: found.notes.map(({ row, words, ...note }) => ({
          ...note,
          words: boxed(seal, { table: 'notes', row, column: 'words' }, words),
        })),
        flags: found.flags.map(({ id, outcome, ...flag }) => ({
          ...flag,
          outcome: boxed(seal, { table: 'flags', row: id, column: 'outcome' }, outcome),
        })),
      }
    },
  }
}

interface Whose {
  readonly clinic: ClinicId
  readonly client: ClientId
}

async function read(context: PeopleContext, tx: Console, { clinic, client }: Whose) {
  const [row] = await readRoster(tx, clinic, client)
  if (!row) return null
  return {
    row,
    plan: await readPlan(context, tx, { clinic, client }),
    keepsakes: await readKeepsakes(tx, clinic, client),
    ratings: await readRatings(tx, clinic, client),
    openings: await readOpenings(tx, clinic, client),
    ...(await readLists(tx, { clinic, client })),
  }
}

type StoredLink = Omit<LinkRow, 'display'> & { readonly display: Uint8Array | null }
type StoredFlag = Omit<ClientFile['flags'][number], 'outcome'> & {
  readonly id: string
  readonly outcome: Uint8Array | null
}
interface StoredNote {
  readonly row: string
  readonly about: string
  /** Null: closed by the client, so it does not leave the database. */
  readonly words: Uint8Array | null
  readonly at: Date
  readonly changed: boolean
}

async function readLists(tx: Console, { clinic, client }: Whose) {
  const whose = sql`x.clinic_id = ${clinic}::uuid and x.client_id = ${client}::uuid`
  const { rows: held } = await sql<{ flow: FlowId; at: Date }>`
    select flow, held_at as at from held_flows x where ${whose} and released_at is null order by held_at`.execute(tx)
  const { rows: links } = await sql<StoredLink>`
    select link_id as id, channel, state, display, opened_at as "openedAt" from links x
    where ${whose} and state <> 'ended' order by opened_at`.execute(tx)
  const { rows: practices } = await sql<PracticeRow>`
    select practice_id as id, flow, started_at as "startedAt", outcome from practices x
    where ${whose} and started_at > holdfast_now() - interval '84 days' order by started_at`.execute(tx)
  const { rows: notes } = await sql<StoredNote>`
    select x.at_version || '.' || x.n as row, x.about, x.at, x.changed, case when ${isOpenNote(sql`x`)} then x.words end as words
    from notes x left join inbox i on i.clinic_id = x.clinic_id and i.inbox_id = x.entry_id
    where ${whose} and x.replaced_at is null and x.taken_off_at is null order by x.at desc limit 20`.execute(tx)
  const { rows: flags } = await sql<StoredFlag>`
    select flag_id as id, level, raised_at as at, state, outcome_kind as ended, outcome from flags x
    where ${whose} order by raised_at desc limit 12`.execute(tx)
  return { held, links, practices, notes, flags }
}

function boxed(seal: Seal, place: Parameters<Seal['open']>[0], sealed: Uint8Array | null): Private<string> | null {
  return sealed === null ? null : new Private(seal.open(place, toText(sealed)))
}
