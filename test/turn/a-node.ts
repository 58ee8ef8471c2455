import { randomBytes, randomUUID } from 'node:crypto'
import type { AskId, ClinicianId, ClinicId, FlowId, Lang, LinkId, ScriptHash } from '../../src/core/ids.ts'
import { HoldfastError } from '../../src/core/errors.ts'
import { lineOfSignedScript } from '../../src/core/line.ts'
import type { ClinicSettings } from '../../src/core/plan.ts'
import { Private } from '../../src/core/private.ts'
import type { AnswerTo, Engine, Say } from '../../src/ports/engine.ts'
import type { Log, World } from '../../src/ports/world.ts'
import { createAcknowledge } from '../../src/escalation/acknowledge.ts'
import { screening } from '../../src/rails/screen/screen.ts'
import { createReceive, type ReceiveDeps } from '../../src/turn/receive.ts'
import { type AClinic, aClinic } from '../store/a-clinic.ts'
import type { TestStore } from '../support/database.ts'
import { FakeChannel } from '../support/fake-channel.ts'

const CARD = { script: 'c'.repeat(64) as ScriptHash, flow: 'cards' as FlowId }

/** Says for every answer one line: its name in capitals and the emergency number, with one button. */
export class FakeEngine implements Engine {
  broken = false

  answer(to: AnswerTo, _lang: Lang, newAskId: () => AskId): readonly Say[] {
    if (this.broken) throw new HoldfastError('flow.not-signed', 'no card is signed')
    const line = (name: string) => ({ ...CARD, step: to, line: name })
    const ask = { id: newAskId(), kind: 'choose', scale: undefined, offers: [{ id: 'ok', label: line('ok') }] } as const
    return [
      { type: 'say', line: line('say'), lane: 'crisis', repeat: true, afterMs: 0, silent: false, protect: true, ask },
    ]
  }

  line(ref: Say['line']) {
    return lineOfSignedScript(ref, ref.line === 'ok' ? 'OK' : `${ref.step.toUpperCase()} {@emergency}`)
  }

  step(): never {
    throw new Error('no turn is taken in these tests')
  }

  current(): Readonly<Record<string, ScriptHash>> {
    return {}
  }

  async load(): Promise<void> {}
}

export interface LogLine {
  readonly event: string
  readonly fields: Readonly<Record<string, unknown>> | undefined
}

export function aLog(): Log & { lines: LogLine[] } {
  const lines: LogLine[] = []
  const write = (event: string, fields?: LogLine['fields']) => void lines.push({ event, fields })
  return { lines, info: write, warn: write, error: write }
}

/** The store's clock at the start, moved by hand from there. */
export async function aWorld(opened: TestStore): Promise<World & { advance(ms: number): Promise<void> }> {
  let now = await opened.store.time()
  return {
    now: () => now,
    newId: randomUUID,
    newAskId: () => randomBytes(9).toString('base64url') as AskId,
    async advance(ms) {
      await opened.advanceTestClock(ms)
      now = new Date(now.getTime() + ms)
    },
  }
}

/** A clinic with a node that listens on a fake channel. */
export async function aNode(opened: TestStore, change: Partial<ReceiveDeps> = {}) {
  const at = await aClinic(opened)
  const channel = new FakeChannel()
  const engine = new FakeEngine()
  const log = aLog()
  const world = await aWorld(opened)
  const woken: unknown[] = []
  const alarms: string[] = []
  const receive = createReceive({
    clinic: at.clinic,
    store: opened.store,
    people: opened.people,
    duty: opened.duty,
    engine,
    world,
    log,
    lang: 'en' as Lang,
    acknowledge: createAcknowledge({ duty: opened.duty, clinic: at.clinic }),
    screen: screening,
    wake: (client) => void woken.push(client),
    alarm: () => void alarms.push('alarm'),
    withTimeout: (work) => work,
    ...change,
  })
  await channel.start((message) => receive(message, channel))
  return { at, channel, engine, log, world, woken, alarms, address: at.address.reveal() }
}

export async function aClinicianLink(opened: TestStore, at: Pick<AClinic, 'clinic'>, clinician: ClinicianId) {
  const codeHash = randomUUID()
  const link = randomUUID() as LinkId
  const address = `clinician-${randomUUID()}`
  await opened.people.addPairingCode({
    clinic: at.clinic,
    codeHash,
    for: { kind: 'clinician', id: clinician },
    expiresAfterMs: 60_000,
  })
  await opened.people.openPairing({
    clinic: at.clinic,
    codeHash,
    link,
    channel: 'telegram',
    address: new Private(address),
    display: undefined,
  })
  return { link, address }
}

export async function aClinician(opened: TestStore, clinic: ClinicId, name: string): Promise<ClinicianId> {
  const id = randomUUID() as ClinicianId
  await opened.people.addClinician({ clinic, id, name, role: 'therapist', by: 'operator' })
  return id
}

export async function settingsOf(
  opened: Pick<TestStore, 'people'>,
  clinic: ClinicId,
): Promise<ClinicSettings | undefined> {
  return (await opened.people.clinics()).find(({ id }) => id === clinic)?.settings
}

export async function saveSettings(
  opened: TestStore,
  at: Pick<AClinic, 'clinic'>,
  change: Partial<ClinicSettings>,
): Promise<void> {
  const found = (await opened.people.clinics()).find(({ id }) => id === at.clinic)
  if (!found) throw new Error('no such clinic')
  await opened.people.saveSettings(at.clinic, { ...found.settings, ...change }, 'operator')
}

/** How many rows of a table the clinic has, past every policy. */
export async function countOf(opened: TestStore, clinic: ClinicId, table: 'inbox' | 'outbox' | 'transcript') {
  const rows = await opened.asSuperuser((session) =>
    session.query<{ n: number }>(`select count(*)::integer as n from holdfast.${table} where clinic_id = $1`, [clinic]),
  )
  return rows[0]?.n
}

/** The words that a person can read now, in order. */
export const read = (channel: FakeChannel, address: string) => channel.reads(address).map(({ text }) => text)
