import { sql } from 'kysely'
import type { ChannelName, ClientId, ClinicId, LinkId } from '../../core/ids.ts'
import { Private } from '../../core/private.ts'
import type { OpenedPairing, PeopleStore } from '../../ports/people.ts'
import { clientSeal, clinicSeal } from '../sealing/seal.ts'
import { asClinician, ifDone, now, toBytes, toText, type Console, type PeopleContext } from './as-clinician.ts'
import { confirmLink } from './confirm-link.ts'

type Verbs = Pick<PeopleStore, 'addPairingCode' | 'openPairing' | 'pendingLinks' | 'confirmLink'>

/** How an account on a channel becomes a link: a code handed over in person, then 'that is them' (care C19). */
export function pairingVerbs(context: PeopleContext): Verbs {
  return {
    addPairingCode: ({ clinic, codeHash, for: whose, expiresAfterMs }) =>
      asClinician(context, clinic, { by: context.eyes, did: 'made a pairing code', to: whose.id }, async (tx) => {
        await tx
          .insertInto('pairing_codes')
          .values({
            clinic_id: clinic,
            code_hash: codeHash,
            client_id: whose.kind === 'client' ? whose.id : null,
            clinician_id: whose.kind === 'clinician' ? whose.id : null,
            expires_at: sql<Date>`holdfast_now() + ${expiresAfterMs}::float8 * interval '1 millisecond'`,
            used_at: null,
          })
          .execute()
      }),

    openPairing: (opened) =>
      asClinician(
        context,
        opened.clinic,
        (found) =>
          found === 'unknown-code'
            ? null
            : { by: 'whoever has the code', did: 'opened a pairing link', to: opened.link },
        (tx) => openPairing(context, tx, opened),
      ),

    async pendingLinks(clinic) {
      const found = await asClinician(
        context,
        clinic,
        { by: context.eyes, did: 'listed pending links', to: clinic },
        readPending(clinic),
      )
      return Promise.all(
        found.map(async (row) => {
          const seal = await clientSeal(context.keys, clinic, row.client_id as ClientId)
          const display =
            row.display && seal.open({ table: 'links', row: row.link_id, column: 'display' }, toText(row.display))
          return {
            link: row.link_id as LinkId,
            client: row.client_id as ClientId,
            pseudonym: row.pseudonym,
            channel: row.channel as ChannelName,
            display: display === null ? undefined : new Private(display),
            openedAt: row.opened_at,
          }
        }),
      )
    },

    confirmLink: (clinic, link, by) =>
      asClinician(context, clinic, ifDone({ by, did: 'confirmed a link', to: link }, 'confirmed'), (tx) =>
        confirmLink(context, tx, { clinic, link, by }),
      ),
  }
}

async function openPairing(context: PeopleContext, tx: Console, opened: OpenedPairing) {
  const { clinic } = opened
  // Compare-and-set: of two who open the same code, one gets it.
  const code = await tx
    .updateTable('pairing_codes')
    .set({ used_at: now })
    .where('clinic_id', '=', clinic)
    .where('code_hash', '=', opened.codeHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning(['client_id', 'clinician_id'])
    .executeTakeFirst()
  if (!code) return 'unknown-code' as const
  const kind = code.client_id === null ? ('clinician' as const) : ('client' as const)
  const known = await liveLink(context, tx, opened, code)
  if (known) return { for: kind, link: known }
  await insertLink(context, tx, opened, code)
  return { for: kind, link: opened.link }
}

interface Code {
  readonly client_id: string | null
  readonly clinician_id: string | null
}

/** The same person opening a second code from the same account has a link already. Somebody else's pending one gives way. */
async function liveLink(
  context: PeopleContext,
  tx: Console,
  opened: OpenedPairing,
  code: Code,
): Promise<LinkId | null> {
  const { clinic, channel, address } = opened
  const live = await tx
    .selectFrom('links')
    .select(['link_id', 'client_id', 'clinician_id', 'state'])
    .where('clinic_id', '=', clinic)
    .where('channel', '=', channel)
    .where('address_index', '=', toBytes(context.index(clinic, channel, address)))
    .where('state', '<>', 'ended')
    .where('client_id', code.client_id === null ? 'is' : 'is not', null)
    .forUpdate()
    .execute()
  const own = live.find((link) => link.client_id === code.client_id && link.clinician_id === code.clinician_id)
  if (own) return own.link_id as LinkId
  const inTheWay = live
    .filter((link) => link.state === 'pending' || code.clinician_id !== null)
    .map((link) => link.link_id)
  if (inTheWay.length > 0) {
    await tx
      .updateTable('links')
      .set({ state: 'ended', ended_at: now })
      .where('clinic_id', '=', clinic)
      .where('link_id', 'in', inTheWay)
      .execute()
  }
  return null
}

async function insertLink(context: PeopleContext, tx: Console, opened: OpenedPairing, code: Code): Promise<void> {
  const { clinic, channel, address, display, link } = opened
  const isClient = code.client_id !== null
  const seal = isClient
    ? await clientSeal(context.keys, clinic, code.client_id as ClientId)
    : await clinicSeal(context.keys, clinic)
  await tx
    .insertInto('links')
    .values({
      clinic_id: clinic,
      link_id: link,
      client_id: code.client_id,
      clinician_id: code.clinician_id,
      channel,
      address: toBytes(seal.seal({ table: 'links', row: link, column: 'address' }, address.reveal())),
      address_index: toBytes(context.index(clinic, channel, address)),
      display: display ? toBytes(seal.seal({ table: 'links', row: link, column: 'display' }, display.reveal())) : null,
      state: isClient ? 'pending' : 'confirmed',
      opened_at: now,
      confirmed_at: isClient ? null : now,
      confirmed_by: isClient ? null : context.eyes,
      ended_at: null,
    })
    .execute()
}

function readPending(clinic: ClinicId) {
  return (tx: Console) =>
    tx
      .selectFrom('links')
      .innerJoin('clients', (on) =>
        on.onRef('clients.clinic_id', '=', 'links.clinic_id').onRef('clients.client_id', '=', 'links.client_id'),
      )
      .select([
        'links.link_id',
        'links.channel',
        'links.display',
        'links.opened_at',
        'clients.client_id',
        'clients.pseudonym',
      ])
      .where('links.clinic_id', '=', clinic)
      .where('links.state', '=', 'pending')
      .orderBy('links.opened_at')
      .execute()
}
