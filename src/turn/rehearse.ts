import { REMINDERS } from '../care/schedule/reviewed.ts'
import { RATINGS } from '../rails/reviewed.ts'
import { beginning, type Conversation } from '../core/conversation.ts'
import type { AskId, ClientId, ClinicianId, ClinicId, FlowId, LinkId, RowId } from '../core/ids.ts'
import type { InboundBody } from '../core/message.ts'
import { Private } from '../core/private.ts'
import { NOTHING_FOUND, type ScreenResult } from '../core/screen-result.ts'
import { codeOf } from '../core/errors.ts'
import { factsFor } from '../care/facts.ts'
import type { Engine } from '../ports/engine.ts'
import type { Rehearsal, RehearsalAsked } from '../ports/rehearsal.ts'
import type { OutboxRow, TurnInput } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { answerTo, flagFor, hear } from './hear.ts'
import { rowsOf } from './rows.ts'
import { computeTurn } from './take-turn.ts'

interface Deps {
  readonly engine: Engine
  readonly world: World
}

const ASK = 'aaaaaaaaaaaa' as AskId
const NOBODY = '00000000-0000-4000-8000-000000000000'
const NO_WINDOW = {
  lastTexts: [],
  lastDistress: null,
  recentSignal: false,
  hasSafetyPlan: false,
  unreadBefore: false,
  askedBefore: false,
}

/** What would come of an event, for `holdfast route`: computed as in production, stored nowhere. */
export function rehearse(deps: Deps, asked: RehearsalAsked): Rehearsal {
  const body = bodyOf(asked)
  // Nobody's words come here: what the screen finds is given, so there is no meaning to read.
  const heard = hear(body, { lastTexts: [] }, () => {
    const found = screenOf(asked)
    return { found, meaningDue: false, withMeaning: () => found }
  })
  const { settings, plan, at } = asked
  const client = { settings, plan, window: NO_WINDOW, hasOpenEscalation: false }
  const flag = flagFor(body, heard, { client, now: at, newId: () => deps.world.newId(), lateByMs: null })
  const to = answerTo(heard, client)
  if (asked.event.kind === 'missed') return { flag: missed(asked.event.inRow), reads: [] }
  if (asked.event.kind === 'blocked') return { flag, reads: [] }
  try {
    if (to === null) return ofTurn(deps, asked, { body, heard: flag })
    const says = deps.engine.answer(to, plan.lang, () => deps.world.newAskId())
    const facts = factsFor({ plan, settings, owner: ownerOf(asked), now: at })
    const rows = rowsOf(says, {
      engine: deps.engine,
      values: { keepsakes: {}, facts },
      newId: () => deps.world.newId(),
    })
    return { flag, reads: readsOf(rows) }
  } catch (error) {
    if (codeOf(error) !== 'flow.not-signed') throw error
    return { flag: flag ?? levelOnly(asked), reads: null }
  }
}

const missed = (inRow: number): Rehearsal['flag'] =>
  inRow % REMINDERS.programme.missedInRow === 0
    ? { level: 'amber', rule: 'check-ins-missed' }
    : { level: 'info', rule: 'check-in-missed' }

interface HeardBody {
  readonly body: InboundBody
  /** What receiving it raised already. */
  readonly heard: Rehearsal['flag']
}

/** A number is heard by a turn, and so is a question that the screen asks. */
function ofTurn({ engine, world }: Deps, asked: RehearsalAsked, { body, heard }: HeardBody): Rehearsal {
  const { settings, plan, at } = asked
  const input: TurnInput = {
    clinic: NOBODY as ClinicId,
    client: NOBODY as ClientId,
    version: 1,
    barrier: 0,
    now: at,
    cause: {
      kind: 'message',
      id: NOBODY as RowId,
      link: NOBODY as LinkId,
      body,
      word: null,
      late: false,
      screen: screenOf(asked),
      answered: null,
      receivedAt: at,
      writtenAt: null,
    },
    conversation: standing(engine, asked),
    asked: null,
    restart: false,
    lastTurnAt: null,
    upSince: at,
    plan,
    settings,
    latched: false,
    pausedUntil: null,
    owner: ownerOf(asked),
    discharged: false,
    handedTo: null,
    consented: true,
    cameOfAge: false,
    held: [],
    placeSuspended: false,
    history: null,
    risksReviewed: {},
    practised: [],
    keepsakes: {},
    approved: [],
    recordings: [],
    hasOpenEscalation: false,
    acknowledged: null,
    scripts: engine.current(plan.lang),
    withdrawn: [],
    adaptations: [],
  }
  const { flags, rows } = computeTurn({ engine, world, verdict: () => 'free' }, input)
  return { flag: flags[0] ?? heard, reads: readsOf(rows) }
}

/** A crisis is a crisis wherever it is said; any other number means something only under a scale: here that of the check-in. */
function standing(engine: Engine, { event, plan }: RehearsalAsked): Conversation {
  const before = { ...beginning(), welcomed: true }
  const script = engine.current(plan.lang)['check-in' as FlowId]
  if (event.kind !== 'distress' || event.value >= RATINGS.distress.crisisAt || script === undefined) return before
  return {
    ...before,
    frames: [{ script, flow: 'check-in' as FlowId, state: 'level', context: { unclear: 0, rounds: 0, back: null } }],
    ask: { id: ASK, kind: 'rate', scale: 'distress', choices: [], from: 0 },
  }
}

function bodyOf({ event }: RehearsalAsked): InboundBody {
  if (event.kind === 'distress') return { kind: 'choice', token: `${ASK}.distress-${event.value}` }
  if (event.kind === 'blocked') return { kind: 'blocked' }
  return { kind: 'text', text: new Private(event.kind === 'word' ? event.word.toUpperCase() : '…') }
}

function screenOf({ event }: RehearsalAsked): ScreenResult {
  if (event.kind !== 'words') return NOTHING_FOUND
  return { ...NOTHING_FOUND, level: event.level, categories: event.level === 'ask' ? ['S1'] : [] }
}

/** Without signed scripts no turn can be computed; what a number means stands in no script. */
function levelOnly({ event }: RehearsalAsked): Rehearsal['flag'] {
  if (event.kind !== 'distress') return null
  const { crisisAt, highAt } = RATINGS.distress
  if (event.value >= crisisAt) return { level: 'red', rule: 'rating-9' }
  return event.value >= highAt ? { level: 'amber', rule: 'rating-8' } : null
}

const ownerOf = ({ settings }: RehearsalAsked) => settings.chain[0]?.clinician ?? (NOBODY as ClinicianId)

const readsOf = (rows: readonly OutboxRow[]) =>
  rows.map(({ message: { text, buttons } }) => ({ text, buttons: buttons.map(({ label }) => label) }))
