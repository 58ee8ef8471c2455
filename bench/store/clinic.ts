import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { ClientId, ClinicianId, ClinicId, Lang, LinkId } from '../../src/core/ids.ts'
import { AskId } from '../../src/core/ids.ts'
import { ClinicSettings, Plan } from '../../src/core/plan.ts'
import { Private } from '../../src/core/private.ts'
import type { Channel } from '../../src/ports/channel.ts'
import type { World } from '../../src/ports/world.ts'
import { storeOver, type StoreOptions } from '../../src/store/open-store.ts'
import type { Database } from '../../src/store/database.ts'
import type { Sql } from '../../src/store/sql.ts'
import { verdictOf } from '../../src/keepsake-verdict.ts'
import { screening } from '../../src/rails/screen/screen.ts'
import { createReceive } from '../../src/turn/receive.ts'
import { takeTurn } from '../../src/turn/take-turn.ts'
import { engineOver, projectScripts } from '../engine/scripts.ts'

/** Payloads as the program last handed them to the database: verb to text. */
export type Handed = Map<string, string>

/** A clinic with clients who have been greeted, and a node that takes what they say. */
export interface ClinicUnderLoad {
  readonly clients: number
  /** One message, whole: received and turned; both commits made. */
  says(client: number): Promise<void>
  /**
   * What one message hands to the database, of a client apart who says nothing else: repeated payloads keep their seal
   * under other ids, so the program could not read them any more.
   */
  handedApart(client: number): Promise<Handed>
  close(): Promise<void>
}

/** Words that answer nothing, so that every message meets the same question and gets one line. */
const WORDS = 'purple'
const silent = { info: () => {}, warn: () => {}, error: () => {} }

const world: World = {
  now: () => new Date('2026-03-02T09:00:00Z'),
  newId: () => randomUUID(),
  newAskId: () => AskId.parse(randomBytes(9).toString('base64url')),
}

export async function clinicUnderLoad(
  database: Database,
  place: StoreOptions['database'],
  clients: number,
): Promise<ClinicUnderLoad> {
  const handed: Handed = new Map()
  const masterKey = createHash('sha256').update('a master key for the bench').digest()
  const watched = { ...database, engine: watching(database.engine, handed) }
  const opened = await storeOver(watched, { masterKey, database: place })
  const clinic = randomUUID() as ClinicId
  await populate(opened, clinic)
  const people: { client: ClientId; address: string }[] = []
  for (let n = 0; n < 2 * clients; n++) people.push(await aClient(opened, clinic))
  const { engine } = await engineOver(projectScripts())
  const receive = createReceive({
    clinic,
    store: opened.store,
    people: opened.people,
    duty: opened.duty,
    screen: screening,
    acknowledge: async () => null,
    wake: () => {},
    alarm: () => {},
    withTimeout: (work) => work,
    engine,
    world,
    log: silent,
    lang: 'en' as Lang,
  })
  const turns = { store: opened.store, engine, world, log: silent, verdict: verdictOf }
  const says = async (n: number) => {
    const who = people[n]
    if (!who) throw new RangeError(`there are ${clients} clients`)
    const body = { kind: 'text', text: new Private(WORDS) } as const
    const address = new Private(who.address)
    const common = { channel: 'web', platformAt: undefined, display: undefined, where: 'private' } as const
    await receive({ ...common, externalId: randomUUID(), address, body }, NO_CHANNEL)
    await takeTurn(turns, clinic, who.client)
  }
  for (const n of people.keys()) for (let greeting = 0; greeting < 4; greeting++) await says(n)
  return {
    clients,
    says,
    async handedApart(n) {
      await says(clients + n)
      return new Map(handed)
    },
    close: () => opened.close(),
  }
}

type Opened = Awaited<ReturnType<typeof storeOver>>
const THERAPIST = randomUUID() as ClinicianId

async function populate(opened: Opened, clinic: ClinicId): Promise<void> {
  const settings = {
    name: 'Bench',
    zone: 'UTC',
    demo: false,
    cover: [],
    chain: [{ clinician: THERAPIST, minutes: 15 }],
  }
  await opened.people.addClinic(clinic, ClinicSettings.parse(settings))
  await opened.people.addClinician({ clinic, id: THERAPIST, name: 'Robin Reed', role: 'therapist', by: 'operator' })
  for (const script of projectScripts()) {
    await opened.people.keepScript(script)
    await opened.people.sign(clinic, script.hash, 'operator')
  }
}

async function aClient({ people }: Opened, clinic: ClinicId) {
  const client = randomUUID() as ClientId
  const plan = Plan.parse({
    country: 'AU',
    zone: 'Australia/Sydney',
    lang: 'en',
    minor: false,
    therapist: 'Robin Reed',
    flows: ['safe-place-rehearsal'],
    tighter: {},
    alone: [{ flow: 'safe-place-rehearsal', by: 'bench', at: '2026-01-01T00:00:00Z' }],
  })
  await people.addClient({ clinic, id: client, name: new Private('Sam'), owner: THERAPIST, plan, by: 'operator' })
  const [codeHash, address, link] = [randomUUID(), `chat-${randomUUID()}`, randomUUID() as LinkId]
  await people.addPairingCode({ clinic, codeHash, for: { kind: 'client', id: client }, expiresAfterMs: 60_000 })
  const channel = 'web'
  await people.openPairing({ clinic, codeHash, link, channel, address: new Private(address), display: undefined })
  await people.confirmLink(clinic, link, 'operator')
  return { client, address }
}

/** Nothing is sent here: what is measured ends with the turn's commit. */
const NO_CHANNEL: Channel = {
  name: 'web',
  can: {
    textLength: 4096,
    buttons: 24,
    labelLength: 64,
    tokenBytes: 64,
    retractButtons: false,
    delete: false,
    pin: false,
    voice: false,
    receipts: true,
  },
  start: async () => {},
  stop: async () => {},
  send: async () => ({ kind: 'sent', id: '1' }),
  amend: async () => 'unsupported',
}

function watching(sql: Sql, handed: Handed): Sql {
  return {
    query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]> {
      const verb = /select holdfast\.(\w+)/.exec(text)?.[1]
      if (verb !== undefined && typeof values?.[0] === 'string') handed.set(verb, values[0])
      return sql.query<Row>(text, values)
    },
  }
}
