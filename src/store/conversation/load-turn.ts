import type { Adaptation } from '../../core/line.ts'
import { Conversation } from '../../core/conversation.ts'
import type { BarrierWord, TimerName } from '../../core/event.ts'
import type { AskId, ClientId, ClinicianId, ClinicId, FlowId, LinkId, RowId, ScriptHash } from '../../core/ids.ts'
import type { RecordingName } from '../../core/message.ts'
import { ClinicSettings, type Plan } from '../../core/plan.ts'
import { Private } from '../../core/private.ts'
import type { KeepsakeKind } from '../../core/render.ts'
import { atThisAge, cameOfAge } from '../../rails/channel-ages.ts'
import { together, type ScreenResult } from '../../core/screen-result.ts'
import type { Cause, TurnInput } from '../../ports/store.ts'
import { clientSeal, clinicSeal, type Seal } from '../sealing/seal.ts'
import { readerName } from '../escalation/reader-name.ts'
import { linesPlace, SealedLines } from '../adaptations/adaptations.ts'
import { call } from '../sql.ts'
import type { Context } from './context.ts'
import { bodyFromText, textOf } from './inbound-body.ts'
import { risksReviewed, type StoredMeasure } from './risks-reviewed.ts'
import { ratingHistory, type StoredHistory } from './rating-history.ts'
import { openPlan } from './sender.ts'

interface Loaded {
  readonly version: number
  readonly barrier: number
  readonly now: string
  readonly snapshot: string | null
  readonly restart: boolean
  readonly lastTurnAt: string | null
  readonly upSince: string
  readonly settings: unknown
  readonly plan: string
  readonly latched: boolean
  readonly pausedUntil: string | null
  readonly hasOpenEscalation: boolean
  readonly acknowledged: { at: string; by: string; name: string | null } | null
  readonly owner: ClinicianId
  readonly discharged: boolean
  readonly asked: { id: RowId; body: string } | null
  readonly consentedAt: string | null
  readonly withdrawn: readonly ScriptHash[]
  readonly handedTo: { by: string; name: string | null } | null
  readonly held: readonly FlowId[]
  readonly history: StoredHistory | null
  readonly measures: readonly StoredMeasure[]
  readonly practised: readonly FlowId[]
  readonly keepsakes: readonly StoredKeepsake[]
  readonly recordings: readonly RecordingName[]
  readonly scripts: readonly { flow: string; lang: string; hash: ScriptHash }[]
  readonly adaptations: readonly StoredAdaptation[]
  readonly message: LoadedMessage | null
  readonly timer: { timer: TimerName; dueAt: string } | null
  /** For the timer `meaning`. */
  readonly raised: readonly ScreenResult[] | null
}

interface StoredAdaptation {
  readonly id: string
  readonly isOwn: boolean
  readonly flow: string
  readonly lang: string
  readonly base: ScriptHash
  readonly hash: ScriptHash
  readonly lines: string
  readonly stands: boolean
}

interface StoredKeepsake {
  readonly kind: KeepsakeKind
  readonly row: string
  readonly words: string
  readonly suspended: boolean
  readonly approved: boolean
}

interface LoadedMessage {
  readonly id: RowId
  readonly link: LinkId
  readonly body: string
  readonly word: BarrierWord | null
  readonly late: boolean
  readonly screen: ScreenResult
  readonly answered: { ask: AskId | null } | null
  readonly receivedAt: string
  readonly writtenAt: string | null
}

/** Everything that one turn reads; null when nothing waits. See `functions/load_turn.sql`. */
export async function loadTurn(context: Context, clinic: ClinicId, client: ClientId): Promise<TurnInput | null> {
  const loaded = await call<Loaded | null>(context.sql, 'load_turn', { clinic, client })
  if (!loaded) return null
  const seal = await clientSeal(context.keys, clinic, client)
  const conversation = openSnapshot(seal, client, loaded.snapshot)
  const stored = openPlan(seal, client, loaded.plan)
  const [now, consentedAt] = [new Date(loaded.now), dateOf(loaded.consentedAt)]
  const ofAge = cameOfAge(stored, consentedAt, now)
  const plan = atThisAge(stored, now)
  return {
    clinic,
    client,
    version: loaded.version,
    barrier: loaded.barrier,
    now,
    cause: causeOf(seal, loaded),
    conversation,
    restart: loaded.restart || (conversation === null && loaded.snapshot !== null),
    lastTurnAt: dateOf(loaded.lastTurnAt),
    upSince: new Date(loaded.upSince),
    plan,
    settings: ClinicSettings.parse(loaded.settings),
    latched: loaded.latched,
    pausedUntil: dateOf(loaded.pausedUntil),
    owner: loaded.owner,
    discharged: loaded.discharged,
    withdrawn: loaded.withdrawn,
    consented: consentedAt !== null && !ofAge,
    cameOfAge: ofAge,
    handedTo: loaded.handedTo && (await readerName(context.keys, clinic, loaded.handedTo)),
    held: loaded.held,
    asked: askedOf(seal, loaded),
    placeSuspended: loaded.keepsakes.some(({ kind, suspended }) => kind === 'place' && suspended),
    history: loaded.history && ratingHistory(seal, loaded.history),
    practised: loaded.practised,
    risksReviewed: risksReviewed(seal, loaded.measures, now),
    keepsakes: openKeepsakes(seal, loaded),
    approved: loaded.keepsakes.filter(({ approved }) => approved).map(({ kind }) => kind),
    recordings: loaded.recordings,
    hasOpenEscalation: loaded.hasOpenEscalation,
    acknowledged: loaded.acknowledged && {
      reader: await readerName(context.keys, clinic, loaded.acknowledged),
      at: new Date(loaded.acknowledged.at),
    },
    scripts: adaptedIn(scriptsIn(plan, loaded), loaded),
    adaptations: await openAdaptations(context, { clinic, seal }, loaded),
  }
}

function causeOf(seal: Seal, { message, timer, raised }: Loaded): Cause {
  if (message) {
    const body = bodyFromText(seal.open({ table: 'inbox', row: message.id, column: 'body' }, message.body))
    const { receivedAt, writtenAt } = message
    return { kind: 'message', ...message, body, receivedAt: new Date(receivedAt), writtenAt: dateOf(writtenAt) }
  }
  if (timer)
    return {
      kind: 'timer',
      timer: timer.timer,
      dueAt: new Date(timer.dueAt),
      ...(raised && { found: together(raised) }),
    }
  throw new RangeError('load_turn answered without a cause')
}

function askedOf(seal: Seal, { asked }: Loaded): Private<string> | null {
  return (
    asked && (textOf(bodyFromText(seal.open({ table: 'inbox', row: asked.id, column: 'body' }, asked.body))) ?? null)
  )
}

/** A snapshot that this program cannot read any more is a grounded start, not a client whom no turn reaches. */
function openSnapshot(seal: Seal, client: ClientId, sealed: string | null): Conversation | null {
  if (sealed === null) return null
  const text = seal.open({ table: 'conversations', row: client, column: 'snapshot' }, sealed)
  return Conversation.safeParse(JSON.parse(text)).data ?? null
}

/** A place that rests is not among them, so no line can quote it (care C13). */
function openKeepsakes(seal: Seal, { keepsakes }: Loaded): TurnInput['keepsakes'] {
  return Object.fromEntries(
    keepsakes
      .filter(({ suspended }) => !suspended)
      .map(({ kind, row, words }) => [
        kind,
        new Private(seal.open({ table: 'keepsakes', row, column: 'words' }, words)),
      ]),
  )
}

/** The plan's language is sealed, so the store cannot choose by it. A flow without a signed translation is read in English. */
function scriptsIn(plan: Plan, { scripts }: Loaded): Record<string, ScriptHash> {
  const of = (wanted: string) => scripts.filter(({ lang }) => lang === wanted).map(({ flow, hash }) => [flow, hash])
  return Object.fromEntries([...of('en'), ...of(plan.lang)])
}

/** A client's own changed lines before those of the clinic; both only on the base that they were signed on. */
function adaptedIn(scripts: Record<string, ScriptHash>, { adaptations }: Loaded): Record<string, ScriptHash> {
  const standing = adaptations.filter(({ flow, base, stands }) => stands && scripts[flow] === base)
  const of = (isOwn: boolean) => standing.filter((one) => one.isOwn === isOwn).map(({ flow, hash }) => [flow, hash])
  return { ...scripts, ...Object.fromEntries([...of(false), ...of(true)]) }
}

async function openAdaptations(
  { keys }: Context,
  { clinic, seal }: { clinic: ClinicId; seal: Seal },
  { adaptations }: Loaded,
): Promise<Adaptation[]> {
  const ofTheClinic = adaptations.some(({ isOwn }) => !isOwn) ? await clinicSeal(keys, clinic) : seal
  return adaptations.map(({ id, isOwn, base, hash, lines }) => {
    const text = (isOwn ? seal : ofTheClinic).open(linesPlace(id), lines)
    return { base, hash, lines: SealedLines.parse(JSON.parse(text)).lines }
  })
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text)
}
