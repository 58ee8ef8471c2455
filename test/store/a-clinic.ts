import { aloneWith, READY } from '../support/ready.ts'
import { randomUUID } from 'node:crypto'
import { beginning, type Conversation } from '../../src/core/conversation.ts'
import type {
  AskId,
  ChannelName,
  ClientId,
  ClinicianId,
  ClinicId,
  EscalationId,
  FlowId,
  Lang,
  LinkId,
  RowId,
  ScriptHash,
} from '../../src/core/ids.ts'
import { LIMITS } from '../../src/core/limits.ts'
import type { InboundBody } from '../../src/core/message.ts'
import type { ClinicSettings, Plan } from '../../src/core/plan.ts'
import { Private } from '../../src/core/private.ts'
import { NOTHING_FOUND } from '../../src/core/screen-result.ts'
import type { FinishedTurn, FlagToRaise, OutboxRow, ReceiveRow, TurnInput } from '../../src/ports/store.ts'
import type { TestStore } from '../support/database.ts'

/** A clinic with a therapist and a client, who has one confirmed link: what most store tests begin from. */
export interface AClinic {
  readonly clinic: ClinicId
  readonly therapist: ClinicianId
  readonly client: ClientId
  readonly link: LinkId
  readonly address: Private<string>
}

export const PLAN: Plan = {
  country: 'AU',
  zone: 'Australia/Sydney',
  lang: 'en' as Lang,
  minor: false,
  therapist: 'Dr Reed',
  flows: ['safe-place-rehearsal' as FlowId],
  tighter: {},
  readiness: READY,
  alone: aloneWith('safe-place-rehearsal'),
}
export const SCRIPT = 'a'.repeat(64) as ScriptHash

export function settingsFor(therapist: ClinicianId): ClinicSettings {
  return {
    name: 'A clinic',
    zone: 'Australia/Sydney',
    demo: false,
    cover: [],
    chain: [{ clinician: therapist, minutes: 15 }],
  }
}

export async function aClinic(opened: TestStore): Promise<AClinic> {
  const clinic = randomUUID() as ClinicId
  const therapist = randomUUID() as ClinicianId
  await opened.people.addClinic(clinic, settingsFor(therapist))
  await opened.people.addClinician({ clinic, id: therapist, name: 'Robin Reed', role: 'therapist', by: 'operator' })
  return { clinic, therapist, ...(await aClient(opened, clinic, therapist)) }
}

export async function aClient(opened: TestStore, clinic: ClinicId, owner: ClinicianId) {
  const client = randomUUID() as ClientId
  await opened.people.addClient({
    clinic,
    id: client,
    name: new Private('Sam Vimes'),
    owner,
    plan: PLAN,
    by: 'operator',
  })
  return { client, ...(await aLink(opened, { clinic, client }, 'telegram')) }
}

/** Pairs and, unless told otherwise, confirms. */
export async function aLink(
  opened: TestStore,
  who: { clinic: ClinicId; client: ClientId },
  channel: ChannelName,
  confirm = true,
) {
  const { clinic, client } = who
  const address = new Private(`chat-${randomUUID()}`)
  const codeHash = randomUUID()
  await opened.people.addPairingCode({ clinic, codeHash, for: { kind: 'client', id: client }, expiresAfterMs: 60_000 })
  const link = randomUUID() as LinkId
  await opened.people.openPairing({ clinic, codeHash, link, channel, address, display: new Private('sam on a phone') })
  if (confirm) {
    await opened.people.confirmLink(clinic, link, 'operator')
    // As if the card had been sent and pinned already: what most tests begin from is a quiet chat.
    // A store of production has no such door; there the card comes with the first turn.
    if ('asSuperuser' in opened)
      await opened.asSuperuser((session) =>
        session.query("delete from holdfast.timers where clinic_id = $1 and client_id = $2 and name = 'card'", [
          clinic,
          client,
        ]),
      )
  }
  return { link, address }
}

export function aMessage(
  at: AClinic,
  change: Partial<ReceiveRow> & {
    body?: InboundBody
    externalId?: string
    messageId?: string
    channel?: ChannelName
  } = {},
): ReceiveRow {
  const {
    body = { kind: 'text', text: new Private('hello there') },
    externalId = randomUUID(),
    channel = 'telegram',
    messageId,
    ...row
  } = change
  return {
    id: randomUUID() as RowId,
    clinic: at.clinic,
    client: at.client,
    link: at.link,
    message: {
      channel,
      externalId,
      ...(messageId !== undefined && { messageId }),
      address: at.address,
      platformAt: undefined,
      display: undefined,
      where: 'private',
      body,
    },
    word: null,
    late: false,
    screen: NOTHING_FOUND,
    answer: null,
    flag: null,
    ...row,
  }
}

export function aLine(change: Partial<OutboxRow> & { text?: string } = {}): OutboxRow {
  const { text = 'Find a position your body likes.', ...row } = change
  return {
    id: randomUUID() as RowId,
    lane: 'practice',
    repeat: false,
    afterMs: 0,
    expiresAfterMs: LIMITS.practiceLineExpiresMs,
    message: {
      from: { script: SCRIPT, flow: 'safe-place-rehearsal' as FlowId, step: 'settle', line: 'say.0' },
      text,
      buttons: [],
      silent: true,
      protect: true,
    },
    ...row,
  }
}

export function aCrisisLine(change: Partial<OutboxRow> & { text?: string } = {}): OutboxRow {
  return aLine({ lane: 'crisis', repeat: true, expiresAfterMs: null, text: 'Stopped.', ...change })
}

export function aFlag(at: AClinic, change: Partial<FlagToRaise> = {}): FlagToRaise {
  const level = change.level ?? 'red'
  const urgent = level === 'red' || level === 'black'
  return {
    id: randomUUID() as RowId,
    level,
    rule: 'screen',
    note: null,
    detail: ['S1', 'suicide-want-to-die'],
    escalation: urgent
      ? {
          id: randomUUID() as EscalationId,
          chain: [{ clinician: at.therapist, minutes: 15 }],
          covered: true,
          needed: 1,
          firstNoticeAt: new Date('2020-01-01T00:00:00Z'),
          deadlineAt: new Date('2030-01-01T00:00:00Z'),
        }
      : null,
    ...change,
  }
}

export const AN_ASK = 'abcdefghijkl' as AskId

/** What a STOP is: the word, and the answer that its receipt writes. */
export function aStop(at: AClinic): ReceiveRow {
  return aMessage(at, {
    body: { kind: 'text', text: new Private('STOP') },
    word: 'stop',
    answer: { ask: AN_ASK, rows: [aCrisisLine()] },
  })
}

export function aTurn(input: TurnInput, change: Partial<FinishedTurn> = {}): FinishedTurn {
  const after: Conversation = input.conversation ?? beginning()
  return {
    clinic: input.clinic,
    client: input.client,
    version: input.version,
    barrier: input.barrier,
    cause: input.cause,
    after: { ...after, welcomed: true },
    event: 'GREETED',
    rows: [],
    effects: [],
    flags: [],
    ...change,
  }
}

/** Loads what waits; fails the test if nothing does. */
export async function load(opened: TestStore, at: AClinic): Promise<TurnInput> {
  const input = await opened.store.loadTurn(at.clinic, at.client)
  if (!input) throw new Error('nothing waits')
  return input
}

/** Receives a message and commits the turn that it causes, which says these lines. */
export async function say(
  opened: TestStore,
  at: AClinic,
  rows: readonly OutboxRow[],
  change: Partial<FinishedTurn> = {},
): Promise<void> {
  await opened.store.receive(aMessage(at))
  const done = await opened.store.commitTurn(aTurn(await load(opened, at), { rows, ...change }))
  if (done !== 'committed') throw new Error('the turn was stale')
}

export async function claimed(opened: TestStore, at: AClinic, node = 'one', limit = 20) {
  return opened.store.claim(at.clinic, node, limit)
}

/** The words of handed-out rows, in order. */
export function texts(rows: Awaited<ReturnType<typeof claimed>>): string[] {
  return rows.map(({ message }) => {
    if (message.kind === 'take-back') return `take back ${message.receipt}`
    if (message.kind === 'from-clinician') return `${message.name}: ${message.words}`
    return message.kind === 'notice' ? message.text : message.stored.text
  })
}

export async function sent(opened: TestStore, at: AClinic, rows: Awaited<ReturnType<typeof claimed>>): Promise<void> {
  const marks = rows.map(({ id }) => ({ id, receipt: { kind: 'sent', id: `m-${id}` } as const, retryAfterMs: 0 }))
  await opened.store.recordDelivery(at.clinic, marks)
}
