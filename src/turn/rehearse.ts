import { beginning } from '../core/conversation.ts'
import type { ClientId, ClinicianId, ClinicId, FlagLevel, LinkId, RowId } from '../core/ids.ts'
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
  const heard = hear(body, { lastTexts: [] }, () => screenOf(asked))
  const { settings, plan, at } = asked
  const client = { settings, plan, window: NO_WINDOW, hasOpenEscalation: false }
  const flag = flagFor(body, heard, { client, now: at, newId: () => deps.world.newId(), lateByMs: null })
  const to = answerTo(heard, client)
  try {
    if (to === null) return ofTurn(deps, asked, body)
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

/** A number is heard by a turn. Under no open scale only a crisis is, which is what a route is asked for. */
function ofTurn({ engine, world }: Deps, asked: RehearsalAsked, body: InboundBody): Rehearsal {
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
      screen: NOTHING_FOUND,
      answered: null,
      receivedAt: at,
      writtenAt: null,
    },
    conversation: { ...beginning(), welcomed: true },
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
    keepsakes: {},
    approved: [],
    recordings: [],
    hasOpenEscalation: false,
    acknowledged: null,
    scripts: engine.current(plan.lang),
    withdrawn: [],
  }
  const { flags, rows } = computeTurn({ engine, world, verdict: () => 'free' }, input)
  return { flag: flags[0] ?? null, reads: readsOf(rows) }
}

function bodyOf({ event }: RehearsalAsked): InboundBody {
  if (event.kind === 'distress') return { kind: 'choice', token: `aaaaaaaaaaaa.distress-${event.value}` }
  return { kind: 'text', text: new Private(event.kind === 'word' ? event.word.toUpperCase() : '…') }
}

function screenOf({ event }: RehearsalAsked): ScreenResult {
  return event.kind === 'words' ? { ...NOTHING_FOUND, level: event.level } : NOTHING_FOUND
}

/** Without signed scripts no turn can be computed; that a crisis number is red stands in no script. */
function levelOnly({ event }: RehearsalAsked): { level: FlagLevel; rule: 'rating-9' } | null {
  return event.kind === 'distress' ? { level: 'red', rule: 'rating-9' } : null
}

const ownerOf = ({ settings }: RehearsalAsked) => settings.chain[0]?.clinician ?? (NOBODY as ClinicianId)

const readsOf = (rows: readonly OutboxRow[]) =>
  rows.map(({ message: { text, buttons } }) => ({ text, buttons: buttons.map(({ label }) => label) }))
