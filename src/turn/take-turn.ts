import { beginning, ENGINE_VERSION, type Conversation } from '../core/conversation.ts'
import type { Effect } from '../core/effect.ts'
import { codeOf, HoldfastError } from '../core/errors.ts'
import type { TurnEvent } from '../core/event.ts'
import type { ClientId, ClinicId, Lang } from '../core/ids.ts'
import { isSessionWords, KEEPSAKES, PLAN_PARTS, type RenderValues } from '../core/render.ts'
import { NOTHING_FOUND, type ScreenResult } from '../core/screen-result.ts'
import { understand, type Hearing } from '../core/understand.ts'
import { flagOf } from '../care/chain.ts'
import { reminderDue } from '../care/schedule/due.ts'
import { isGreeting, isMenuWord, isRefusal } from '../rails/barrier-words.ts'
import { asideOf } from '../rails/asides.ts'
import { isAboutThePast, questionFor } from '../rails/direct-question.ts'
import { RATINGS } from '../rails/reviewed.ts'
import type { Engine, Given } from '../ports/engine.ts'
import type { Cause, FinishedTurn, Store, TurnInput } from '../ports/store.ts'
import type { Log, World } from '../ports/world.ts'
import { contactsFor, factsFor } from '../care/facts.ts'
import { dangerIn } from './hear.ts'
import { rowsOf } from './rows.ts'

export interface TurnDeps {
  readonly store: Store
  readonly engine: Engine
  readonly world: World
  readonly log: Log
  readonly verdict: Verdict
}

/** What may become of a client's own words: quoted, quoted once their therapist approved them, or never (care C12). */
export type Verdict = (words: string, lang: Lang) => 'free' | 'ask-therapist' | 'never'

/** Another turn, a STOP or a clinician was first this often in a row: leave it to the next round. */
const MOST_STALE = 8

/** One client, their oldest waiting cause: load, understand, step, commit. False when nothing waits. */
export async function takeTurn(deps: TurnDeps, clinic: ClinicId, client: ClientId): Promise<boolean> {
  for (let attempt = 0; attempt < MOST_STALE; attempt++) {
    const input = await deps.store.loadTurn(clinic, client)
    if (!input) return false
    const turn = await computed(deps, input)
    if (turn === 'set-aside') return true
    if (turn === 'failed') return true
    if ((await deps.store.commitTurn(turn)) === 'committed') return true
  }
  return true
}

async function computed(deps: TurnDeps, input: TurnInput): Promise<FinishedTurn | 'failed' | 'set-aside'> {
  try {
    const { conversation } = input
    const pinned = [
      ...(conversation?.frames ?? []).map((frame) => frame.script),
      ...Object.values(conversation?.practice?.closure ?? {}),
    ]
    await deps.engine.load([...pinned, ...Object.values(input.scripts)], input.adaptations)
    return computeTurn(deps, input)
  } catch (error) {
    deps.log.error('turn.failed', { code: codeOf(error), cause: input.cause.kind })
    return setAsideAfterThree(deps, input, codeOf(error))
  }
}

/** The pure middle of a turn: everything read is in `input`, everything changed is in the result. */
export function computeTurn(
  { engine, world, verdict }: Pick<TurnDeps, 'engine' | 'world' | 'verdict'>,
  input: TurnInput,
): FinishedTurn {
  const before = asItStands(input)
  // A timer, or a message that came just before the discharge: it is taken up, and nothing is said (care C27).
  const event = input.discharged ? null : eventOf(input, before)
  const given = givenOf(input, world)
  const { after, effects } = event
    ? stepped(engine, before, event, given)
    : { after: before, effects: farewell(engine, input, given) }
  const settings = input.settings
  const isAskedAgain = input.conversation !== null && before !== input.conversation
  const raised: readonly Effect[] = isAskedAgain ? [...effects, CAME_OF_AGE] : effects
  const noted = input.discharged ? [] : changedNote(input.cause)
  const flags = raised.flatMap((effect) => {
    if (effect.type !== 'raiseFlag') return []
    const { level, rule, detail = [] } = effect
    return [flagOf(level, rule, { settings, now: input.now, detail, newId: () => world.newId() })]
  })
  return {
    clinic: input.clinic,
    client: input.client,
    version: input.version,
    barrier: input.barrier,
    cause: input.cause,
    after,
    event: event?.type ?? 'NOTED',
    rows: rowsOf(
      effects.filter((effect) => effect.type === 'say'),
      { engine, values: valuesOf(input, effects, verdict), newId: () => world.newId() },
    ),
    effects: [...effects, ...noted].filter((effect) => effect.type !== 'say' && effect.type !== 'raiseFlag'),
    flags,
  }
}

/** An edit answers nothing, and counts where the message stands among what is written for the session. */
const changedNote = (cause: Cause): readonly Effect[] =>
  cause.kind === 'message' && cause.body.kind === 'edited' ? [{ type: 'changeNote', text: cause.body.text }] : []

/** The last message of a planned ending: who is there from now, and that nobody reads here (care C27). */
function farewell(engine: Engine, { cause, discharged, plan }: TurnInput, given: Given): readonly Effect[] {
  const isDue = discharged && cause.kind === 'timer' && cause.timer === 'farewell'
  return isDue ? engine.answer('discharged', plan.lang, () => given.newAskId()) : []
}

const CAME_OF_AGE: Effect = { type: 'raiseFlag', level: 'info', rule: 'came-of-age' }

/**
 * The conversation as this turn finds it. Whoever came of age since their yes is welcomed anew, once nothing runs: they
 * are asked in their own right (care C10).
 */
function asItStands({ conversation, consented, cameOfAge }: TurnInput): Conversation {
  if (conversation === null) return { ...beginning(), welcomed: consented }
  const isFree = conversation.practice === null && conversation.awaits === null
  const again = cameOfAge && conversation.welcomed && isFree
  return again ? { ...conversation, welcomed: false, frames: [], ask: null } : conversation
}

/** A frame that no script of ours knows closes kindly instead of failing three times. */
function stepped(engine: Engine, before: Conversation, event: TurnEvent, given: Given) {
  const kindly = () =>
    engine.step(
      {
        ...beginning(),
        welcomed: before.welcomed,
        practice: before.practice,
        rated: before.rated,
        questions: before.questions,
        practised: before.practised,
        awaits: before.awaits,
        reminded: before.reminded,
        pauseWay: before.pauseWay,
        measure: before.measure,
      },
      { type: 'CAME_BACK', why: 'upgrade' },
      given,
    )
  if (before.engine !== ENGINE_VERSION) return kindly()
  try {
    return engine.step(before, event, given)
  } catch (error) {
    if (error instanceof HoldfastError && error.code === 'flow.unknown-state') return kindly()
    throw error
  }
}

/** What happened, in the order in which things matter: the closed words, danger, a gap, and only then an answer. */
function eventOf(input: TurnInput, before: Conversation): TurnEvent | null {
  const { cause } = input
  if (cause.kind === 'timer') {
    if (cause.timer === 'meaning') return lateEventOf(cause.found ?? NOTHING_FOUND, before, input.now)
    if (cause.timer === 'reminder')
      return { type: 'REMINDER_DUE', due: reminderDue(input.plan, before.reminded, input.now) }
    return cause.timer === 'came-back'
      ? { type: 'CAME_BACK', why: 'outage' }
      : { type: 'TIMED_OUT', timer: cause.timer }
  }
  const answered = cause.answered?.ask ?? undefined
  if (cause.word) return { type: 'BARRIER', word: cause.word, answered }
  const level = dangerIn(cause.screen)
  if (level) return { type: 'SIGNALLED', level, answered }
  const event = understand(cause.body, before, HEARING, cause.receivedAt)
  const question = questionFor(cause.screen, before.questions, input.now)
  // The words of a button are ours, not the client's: typed, they answer (clinical 6.3, rule 8).
  if (question && !isAnswer(event)) return { type: 'SUSPECTED', question }
  if (input.restart) return { type: 'CAME_BACK', why: 'failed' }
  if (cause.late) return { type: 'CAME_BACK', why: 'late' }
  const stoodStill = input.lastTurnAt !== null && input.lastTurnAt < input.upSince
  if (before.practice && stoodStill) return { type: 'CAME_BACK', why: 'outage' }
  if (isAboutThePast(cause.screen) && !isAnswer(event)) return { type: 'ASIDE', about: 'past' }
  return event
}

/** What a meaning asks that was read after the turn of its message; null where that was asked meanwhile. */
function lateEventOf(found: ScreenResult, { questions }: Conversation, now: Date): TurnEvent | null {
  const level = dangerIn(found)
  if (level) return { type: 'SIGNALLED', level, answered: undefined }
  const question = questionFor(found, questions, now)
  return question && { type: 'SUSPECTED', question, late: true }
}

const isAnswer = (event: TurnEvent | null): boolean =>
  event !== null && ['CHOSE', 'RATED', 'SKIPPED', 'WENT_BACK'].includes(event.type)

const HEARING: Hearing = { crisisAt: RATINGS.distress.crisisAt, isGreeting, isMenuWord, isRefusal, asideOf }

function givenOf(input: TurnInput, world: World): Given {
  return {
    now: input.now,
    plan: input.plan,
    latched: input.latched,
    pausedUntil: input.pausedUntil,
    held: input.held,
    handed: input.handedTo !== null,
    signalStands: input.hasOpenEscalation,
    higherStartAllowed: input.settings.higherStartAllowed ?? false,
    placeSuspended: input.placeSuspended,
    history: input.history,
    risksReviewed: input.risksReviewed,
    practised: input.practised,
    asked: input.asked,
    kept: KEEPSAKES.filter((kind) => input.keepsakes[kind] !== undefined),
    recordings: input.recordings,
    scripts: input.scripts,
    withdrawn: input.withdrawn,
    newId: () => world.newId(),
    newAskId: () => world.newAskId(),
  }
}

/** What lines may quote and state; a word kept in this very turn can be quoted by its next line. */
function valuesOf(input: TurnInput, effects: readonly Effect[], verdict: Verdict): RenderValues {
  const keptNow = Object.fromEntries(
    effects.flatMap((effect) => (effect.type === 'keep' ? [[effect.kind, effect.text] as const] : [])),
  )
  return {
    keepsakes: quotable({ ...input, keepsakes: { ...input.keepsakes, ...keptNow } }, Object.keys(keptNow), verdict),
    contacts: contactsFor(input),
    facts: factsFor({
      ...input,
      wroteAt: input.cause.kind === 'message' && input.cause.late ? input.cause.writtenAt : null,
    }),
  }
}

/**
 * The keepsakes that a line may quote (care C12); for the others it says its own words ('your place'). The safety plan
 * was written in session by the clinician. What was kept in this very turn nobody has approved yet.
 */
function quotable(
  { keepsakes, approved, plan }: Pick<TurnInput, 'keepsakes' | 'approved' | 'plan'>,
  keptNow: readonly string[],
  verdict: Verdict,
): RenderValues['keepsakes'] {
  const isQuotable = (kind: (typeof KEEPSAKES)[number]) => {
    const words = keepsakes[kind]
    if (!words) return false
    if (PLAN_PARTS.includes(kind)) return true
    const found = verdict(words.reveal(), plan.lang)
    // A clinician wrote it down with them, which is the approval; what speaks of risk is not rendered all the same.
    if (isSessionWords(kind)) return found !== 'never'
    return found === 'free' || (found === 'ask-therapist' && approved.includes(kind) && !keptNow.includes(kind))
  }
  return Object.fromEntries(KEEPSAKES.filter(isQuotable).map((kind) => [kind, keepsakes[kind]]))
}

/** The third failure within 30 s sets the cause aside: a red flag, a fixed line, a grounded start (P4). */
async function setAsideAfterThree(deps: TurnDeps, input: TurnInput, code: string): Promise<'failed' | 'set-aside'> {
  const { engine, world } = deps
  const newId = () => world.newId()
  const { settings, now, clinic, client, cause } = input
  const rows = rowsOf(
    engine.answer('set-aside', input.plan.lang, () => world.newAskId()),
    { engine, values: valuesOf(input, [], deps.verdict), newId },
  )
  const flag = flagOf('red', 'turn-failed', { settings, now, newId })
  const fate = await deps.store.failTurn({ clinic, client, cause, code, rows, flag })
  return fate === 'set-aside' ? 'set-aside' : 'failed'
}
