import { createHash } from 'node:crypto'
import type { ChannelName, ClientId, ClinicId } from '../../core/ids.ts'
import { Private } from '../../core/private.ts'
import type { ClientRow, NewClient, PeopleStore } from '../../ports/people.ts'
import { clientSeal } from '../sealing/seal.ts'
import { asClinician, toBytes, toText, type Console, type PeopleContext } from './as-clinician.ts'

type Verbs = Pick<PeopleStore, 'addClient' | 'clients'>

/** Without letters and digits that are mistaken for each other on the telephone. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const PSEUDONYM_LENGTH = 4

/** Clients: added with a key of their own, listed with their names opened. */
export function clientVerbs(context: PeopleContext): Verbs {
  return {
    async addClient(person) {
      const { clinic, id, by } = person
      await context.keys.make(clinic, id) // first: nothing about a person is written that their key cannot take back
      return asClinician(context, clinic, { by, did: 'added a client', to: id }, (tx) =>
        insertClient(context, tx, person),
      )
    },

    async clients(clinic) {
      const found = await asClinician(
        context,
        clinic,
        { by: context.eyes, did: 'listed clients', to: clinic },
        readClients(clinic),
      )
      return Promise.all(found.map((row) => clientRow(context, clinic, row)))
    },
  }
}

async function insertClient(context: PeopleContext, tx: Console, person: NewClient): Promise<{ pseudonym: string }> {
  const { clinic, id, name, owner, plan } = person
  const seal = await clientSeal(context.keys, clinic, id)
  const pseudonym = await freePseudonym(tx, clinic, id)
  await tx
    .insertInto('clients')
    .values({
      clinic_id: clinic,
      client_id: id,
      pseudonym,
      owner,
      profile: toBytes(
        seal.seal({ table: 'clients', row: id, column: 'profile' }, JSON.stringify({ name: name.reveal() })),
      ),
      plan: toBytes(seal.seal({ table: 'clients', row: id, column: 'plan' }, JSON.stringify(plan))),
      latched_at: null,
    })
    .execute()
  await tx.insertInto('conversations').values({ clinic_id: clinic, client_id: id, last_link: null }).execute()
  return { pseudonym }
}

/** From the id, so that it says nothing about the person and nothing about their order; longer while it is taken. */
async function freePseudonym(tx: Console, clinic: ClinicId, client: ClientId): Promise<string> {
  const letters = [...createHash('sha256').update(client).digest()].map((byte) => ALPHABET[byte % ALPHABET.length])
  for (let length = PSEUDONYM_LENGTH; length < letters.length; length += 1) {
    const pseudonym = letters.slice(0, length).join('')
    const taken = await tx
      .selectFrom('clients')
      .select('client_id')
      .where('clinic_id', '=', clinic)
      .where('pseudonym', '=', pseudonym)
      .executeTakeFirst()
    if (!taken) return pseudonym
  }
  return client
}

interface FoundClient {
  readonly client_id: string
  readonly pseudonym: string
  readonly profile: Uint8Array
  readonly status: string
  readonly latched_at: Date | null
  readonly links: { channel: ChannelName; state: string }[]
}

function readClients(clinic: ClinicId) {
  return async (tx: Console): Promise<FoundClient[]> => {
    const clients = await tx
      .selectFrom('clients')
      .select(['client_id', 'pseudonym', 'profile', 'status', 'latched_at'])
      .where('clinic_id', '=', clinic)
      .orderBy('pseudonym')
      .execute()
    const links = await tx
      .selectFrom('links')
      .select(['client_id', 'channel', 'state'])
      .where('clinic_id', '=', clinic)
      .where('client_id', 'is not', null)
      .where('state', '<>', 'ended')
      .orderBy('opened_at')
      .execute()
    return clients.map((client) => ({
      ...client,
      links: links
        .filter((link) => link.client_id === client.client_id)
        .map(({ channel, state }) => ({ channel: channel as ChannelName, state })),
    }))
  }
}

async function clientRow(context: PeopleContext, clinic: ClinicId, row: FoundClient): Promise<ClientRow> {
  const id = row.client_id as ClientId
  const seal = await clientSeal(context.keys, clinic, id)
  const profile = JSON.parse(seal.open({ table: 'clients', row: id, column: 'profile' }, toText(row.profile))) as {
    name: string
  }
  return {
    id,
    pseudonym: row.pseudonym,
    name: new Private(profile.name),
    status: row.status,
    latched: row.latched_at !== null,
    links: row.links,
  }
}
