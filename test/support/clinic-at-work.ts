import { randomUUID } from 'node:crypto'
import { verdictOf } from '../../src/keepsake-verdict.ts'
import { screening } from '../../src/rails/screen/screen.ts'
import type { Meanings } from '../../src/turn/meaning/hear-meaning.ts'
import { createReadLate } from '../../src/turn/meaning/late-meaning.ts'
import { createReceive } from '../../src/turn/receive.ts'
import { createDeliver } from '../../src/turn/deliver.ts'
import { createEscalate } from '../../src/escalation/notify.ts'
import { createTellSilence } from '../../src/escalation/tell-silence.ts'
import { createAcknowledge } from '../../src/escalation/acknowledge.ts'
import { takeTurn } from '../../src/turn/take-turn.ts'
import { AskId, type ClinicId, type Lang } from '../../src/core/ids.ts'
import type { Log, World } from '../../src/ports/world.ts'
import { createEngine } from '../../src/script/engine/engine.ts'
import { type CompiledOnce, Library } from '../../src/script/library.ts'
import type { OpenedStore } from '../../src/store/open-store.ts'
import { aClinic, type AClinic } from '../store/a-clinic.ts'
import { settingsOf } from '../turn/a-node.ts'
import type { TestStore } from './database.ts'
import { FakeChannel } from './fake-channel.ts'
import { provenScripts } from './flows.ts'

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} }

/** A clinic with signed flows, a client on a channel in memory, and a node that works when it is told to. */
export async function clinicAtWork(opened: TestStore) {
  const at = await aClinic(opened)
  await signAll(opened, at.clinic)
  const channel = new FakeChannel()
  const node = await aNode(opened, at, channel)
  await channel.start((message) => node.receive(message, channel))
  return { ...at, ...node, channel, says: (text: string) => channel.says(at.address.reveal(), text) }
}

const SIGNED = new WeakMap<TestStore, ClinicId>()

/** Signed one by one in the first clinic of a store; the next take the rows over, since a hundred clinics would take minutes. */
export async function signAll(opened: TestStore, clinic: ClinicId): Promise<void> {
  const first = SIGNED.get(opened)
  if (first) {
    await opened.asSuperuser((session) =>
      session.query(
        `insert into holdfast.signatures (clinic_id, script_hash, flow, lang, signed_by, signed_at)
         select $2, script_hash, flow, lang, signed_by, signed_at from holdfast.signatures where clinic_id = $1 order by seq`,
        [first, clinic],
      ),
    )
    return
  }
  for (const script of provenScripts()) {
    await opened.people.keepScript(script)
    await opened.people.sign(clinic, script.hash, 'operator')
  }
  SIGNED.set(opened, clinic)
}

/** One node over a store that several may share. `at` with a library: the scripts as they are there; with meanings: they are read. */
export async function aNode(
  opened: OpenedStore,
  at: Pick<AClinic, 'clinic'> & { readonly library?: Library; readonly meanings?: Meanings },
  channel: FakeChannel,
  wake: () => void = () => {},
) {
  const { clinic, meanings } = at
  const world: World = {
    now: () => new Date('2026-03-02T09:00:00Z'),
    newId: () => randomUUID(),
    newAskId: () => AskId.parse(randomUUID().slice(24)),
  }
  const library = at.library ?? (await libraryOf(opened, clinic))
  const engine = createEngine(library)
  const log = silentLog
  const receive = createReceive({
    clinic,
    store: opened.store,
    people: opened.people,
    duty: opened.duty,
    screen: screening,
    meanings,
    acknowledge: createAcknowledge({ duty: opened.duty, clinic }),
    wake,
    alarm: () => {},
    withTimeout: (work) => work,
    engine,
    world,
    log,
    lang: 'en' as Lang,
  })
  const deliver = createDeliver({
    store: opened.store,
    channels: new Map([[channel.name, channel]]),
    node: randomUUID(),
    log,
  })
  const escalate = createEscalate({ duty: opened.duty, settingsOf: (one) => settingsOf(opened, one), world, log })
  const tellSilence = createTellSilence({ duty: opened.duty, zoneOf: () => 'Australia/Sydney', world, log })
  const readLate = createReadLate({
    store: opened.store,
    world,
    log,
    screen: screening,
    meanings: meanings ?? NO_MODEL,
    wake,
  })
  const turns = { store: opened.store, engine, world, log, verdict: verdictOf }
  /** Takes turns and sends until nothing waits now. */
  const work = async () => {
    for (let busy = true; busy;) {
      busy = false
      for (const client of await opened.store.waiting(clinic, 50))
        busy = (await takeTurn(turns, clinic, client)) || busy
      busy = (await deliver(clinic)) > 0 || busy
      busy = (await escalate(clinic)) > 0 || busy
      busy = (await tellSilence(clinic)) > 0 || busy
    }
  }
  return {
    engine,
    library,
    world,
    receive,
    deliver: () => deliver(clinic),
    escalate: () => escalate(clinic),
    readLate: () => readLate(clinic),
    turns,
    verdict: verdictOf,
    work,
  }
}

/** A hundred clinics of a file sign the same scripts. */
const ONCE: CompiledOnce = new Map()

const NO_MODEL: Meanings = {
  stand: () => false,
  read: () => ({ soon: Promise.resolve(null), late: Promise.resolve(null) }),
}

async function libraryOf(opened: OpenedStore, clinic: ClinicId): Promise<Library> {
  const library = new Library(
    { signatures: () => opened.people.signatures(clinic), body: (hash) => opened.people.script(hash) },
    ONCE,
  )
  await library.refresh()
  return library
}

/** Flows whose lines are practice lines: none may begin to be sent after STOP (P6). */
export const isPracticeLine = (flow: string) => flow === 'practice' || flow === 'safe-place-rehearsal'
