import type { FlowId } from '../../core/ids.ts'
import { STAGES, variantsOf, type Plan } from '../../core/plan.ts'
import { isSameDay } from '../../rails/local-hours.ts'
import { mayStart } from '../../rails/permission/may-start.ts'
import { readinessStanding } from '../../rails/permission/readiness.ts'
import { TIMES } from '../../rails/reviewed.ts'
import type { Given } from '../../ports/engine.ts'
import { isSessionWords } from '../../core/render.ts'
import type { CompiledScript } from '../compile.ts'
import type { Choice, Flow, Step } from '../schema.ts'
import { BODY } from '../vocabulary.ts'
import { scriptsOf, type Turn } from './turn.ts'

/** The flow that asks a client's own yes before an amber practice (care C15). */
export const BEFORE_AMBER = 'before-amber'

/** A button of this name is there at that stage of the plan only (care C18). For a minor `adult` reads `kind-side` (care C10). */
const STAGE_BUTTON = /^stage-(.+)$/

/**
 * Whether the plan lets a client start this: care always, a practice that the plan names and, where its buttons go by the
 * stage, one that has something for this stage.
 */
export function isPermitted({ given: { plan, now, kept, practised } }: Turn, { flow }: CompiledScript): boolean {
  if (flow.kind !== 'practice') return true
  // What is written down in session is not asked for here: without it there is no such practice yet.
  if (flow.needs.some((kind) => isSessionWords(kind) && !kept.includes(kind))) return false
  // Shown all the same: whoever chooses it is led to the container.
  const may = mayStart(plan, flow, { now, practised })
  return (may === 'yes' || may === 'container-first') && fitsStage(flow, plan)
}

/** A clinician has recorded what speaks against amber practices: none begins, and one that runs is left (clinical 1.5). */
export const speaksAgainst = ({ given: { plan, now } }: Turn): boolean => readinessStanding(plan, now) === 'against'

/** Whether setting aside comes before this practice (care C15). */
export function isContainerFirst({ given: { plan, now, practised } }: Turn, { flow }: CompiledScript): boolean {
  return flow.kind === 'practice' && mayStart(plan, flow, { now, practised }) === 'container-first'
}

/** Whether this day or this week has had enough of it (care C14): practices that were done, whatever ended them but STOP. */
export function hadEnough({ conversation, given, library }: Turn, { flow }: CompiledScript): boolean {
  if (flow.kind !== 'practice') return false
  const now = given.now.getTime()
  const week = conversation.practised.filter(({ at }) => now - at < TIMES.weeklyDays * 24 * 60 * 60_000)
  const today = week.filter(({ at }) => isSameDay(new Date(at), given.now, given.plan.zone))
  if (today.length >= TIMES.practicesPerDay) return true
  const comforts = ({ flow: name }: { readonly flow: FlowId }) => {
    const hash = given.scripts[name]
    return hash !== undefined && library.script(hash).flow.comforting === true
  }
  if (flow.comforting !== true) return false
  return (
    today.filter(comforts).length >= TIMES.comfortingPerDay || week.filter(comforts).length >= TIMES.comfortingPerWeek
  )
}

/** The practices that are a visit to a place of the client's. */
const IN_THE_PLACE: ReadonlySet<string> = new Set([
  'safe-place-build',
  'safe-place-cue',
  'safe-place-full',
  'safe-place-low-imagery',
  'safe-place-rehearsal',
  'other-place-rehearsal',
])

/** Whether the client was in a place of theirs within the week; comforting begins there (clinical 2.3). */
export const wasInPlaceLately = ({ conversation, given }: Turn): boolean =>
  conversation.practised.some(
    ({ flow, at }) => IN_THE_PLACE.has(flow) && given.now.getTime() - at < TIMES.weeklyDays * 24 * 60 * 60_000,
  )

/** An amber practice is the client's own decision too (care C15). */
export const needsYes = ({ conversation }: Turn, { flow }: CompiledScript): boolean =>
  flow.class === 'amber' && flow.kind === 'practice' && conversation.agreed[flow.flow] === undefined

/** A step that is not for this client: by the plan's profile, or because there is nothing to play to them. */
export function isPassedOver(step: Step, { plan, recordings }: Given): boolean {
  const variants = variantsOf(plan)
  if (step.kind === 'play') return variants.includes('no-sound') || !recordings.includes(step.recording)
  return 'omit' in step && step.omit !== undefined && step.omit.unless.some((one) => variants.includes(one))
}

/** Whether a button is shown: what is not permitted, not of the client's stage or not signed here is left out (care C6). */
export function isShown(turn: Turn, { flow }: CompiledScript, { id, go }: Choice, at: string): boolean {
  if (!isOfStage(id, turn.given.plan)) return false
  const step = go === null ? undefined : stepBehind(turn, flow, go)
  // A recording that is not there, and would only lead back to this question.
  if (step?.kind === 'play') return !isPassedOver(step, turn.given) || step.go.else !== at
  if (step?.kind !== 'choose') return step === undefined || !runsWhatIsClosed(turn, step)
  // A menu below this one, in which nothing is left.
  const inside = step.choices.flatMap((choice) => (choice.go === null ? [] : [flow.steps[choice.go]]))
  return inside.length === 0 || inside.some((one) => one === undefined || !runsWhatIsClosed(turn, one))
}

/** The step that a button leads to for this client: one that is passed over gives way to the next. A recording stays, to be judged. */
function stepBehind({ given }: Turn, flow: Flow, go: string): Step | undefined {
  const step = flow.steps[go]
  if (!step || step.kind === 'play' || !('omit' in step) || !step.omit || !isPassedOver(step, given)) return step
  return flow.steps[step.omit.go]
}

function runsWhatIsClosed(turn: Turn, step: Step): boolean {
  if (step.kind !== 'run' || step.flow === BODY) return false
  const hash = scriptsOf(turn)[step.flow]
  return hash === undefined || !isPermitted(turn, turn.library.script(hash))
}

function fitsStage(flow: Flow, plan: Plan): boolean {
  const staged = Object.values(flow.steps)
    .flatMap((step) => (step.kind === 'choose' ? step.choices : []))
    .filter(({ id }) => STAGE_BUTTON.test(id))
  return staged.length === 0 || staged.some(({ id }) => isOfStage(id, plan))
}

function isOfStage(choice: string, { stage = STAGES[0], minor }: Plan): boolean {
  const named = STAGE_BUTTON.exec(choice)?.[1]
  return named === undefined || named === (stage === 'adult' && minor ? 'kind-side' : stage)
}
