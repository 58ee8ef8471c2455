import { isOpinion } from '../../core/event.ts'
import type { Frame } from '../../core/conversation.ts'
import type { Ask, Offer } from '../../core/effect.ts'
import type { AskId } from '../../core/ids.ts'
import type { LineRef } from '../../core/line.ts'
import { variantsOf } from '../../core/plan.ts'
import type { Say } from '../../ports/engine.ts'
import type { CompiledScript } from '../compile.ts'
import { isAsking, isSaidTo, type Step } from '../schema.ts'
import { isShown } from './permission.ts'
import { scriptOf, scriptsOf, stepOf, type Turn } from './turn.ts'

/** Flows whose lines go first and are never held back. */
const CRISIS_LANE = new Set<string>(['crisis', 'direct-question', 'stopped', 'help'])
/** Flows whose lines may be sent twice when the platform gave no answer: twice is the smaller harm. */
const REPEATED = new Set<string>([
  'crisis',
  'direct-question',
  'stopped',
  'help',
  'safety-plan',
  'grounding',
  'dissociation',
  'intrusion',
  'closing',
  'came-back',
  'asked',
  'cards',
])

/** The card that carries the buttons where a step ends in a pause. */
export const AFTER_PAUSE = 'after-pause'

/**
 * Says a step's lines; where the step asks, the last line carries the question's buttons. For a client whose pauses end
 * by [Next] it says them up to the next pause, and answers `pauses`: then nothing goes on until they tap (care C20).
 */
export function saySay(turn: Turn, frame: Frame, step: Step, askId: AskId): 'said' | 'pauses' {
  const script = scriptOf(turn, frame)
  const part = partOf(turn, frame, step)
  const ask = part.pauses ? nextAsk(turn, frame, askId) : isAsking(step) ? askOf(turn, frame, step, askId) : undefined
  part.lines.forEach(({ ref, afterMs, ends }, index) => {
    turn.effects.push({
      ...mannerOf(turn, script),
      ...(ends && turn.conversation.pauseWay === 'sound' && { silent: false, wakes: true }),
      type: 'say',
      line: ref,
      afterMs: turn.saidMs + afterMs,
      ...(step.kind === 'play' && { recording: step.recording }),
      ask: index === part.lines.length - 1 ? ask : undefined,
    })
  })
  turn.conversation.pausedAt = part.pauses ? part.goesOnAt : null
  if (ask) turn.conversation.ask = openAskOf(turn, ask, part.pauses ? 0 : turn.saidMs + part.pausesMs)
  turn.saidMs += part.pausesMs
  return part.pauses ? 'pauses' : 'said'
}

/** One fixed card, with the buttons of a question that is still open, or with its own. */
export function sayCard(turn: Turn, card: string, ask?: Ask): void {
  const script = turn.library.find(scriptsOf(turn), 'cards')
  turn.effects.push({
    ...mannerOf(turn, script),
    type: 'say',
    line: refOf(script, card, 'say.0'),
    afterMs: turn.saidMs,
    silent: true,
    ask,
  })
}

/** The card with SOS and the numbers, to stand pinned above the chat; it interrupts nothing and changes nothing (care C20). */
export function pinCard(turn: Turn): void {
  const card = 'pinned-card'
  const { plan } = turn.given
  sayCard(turn, card, askOfCard(turn, card, turn.given.newAskId()))
  const said = turn.effects.pop()
  if (said?.type === 'say') turn.effects.push({ ...said, lane: 'crisis', pin: { country: plan.country } })
}

/**
 * How a flow's lines are sent: all inside a practice silent, settling and closing too; a practice's own protected; crisis
 * lines neither (care C20).
 */
export function mannerOf(
  { conversation }: Turn,
  script: CompiledScript,
): Pick<Say, 'lane' | 'repeat' | 'silent' | 'protect'> {
  const practice = script.flow.kind === 'practice' || script.flow.kind === 'rails'
  const lane = CRISIS_LANE.has(script.flow.flow) ? 'crisis' : 'practice'
  return {
    lane,
    repeat: REPEATED.has(script.flow.flow),
    silent: practice || (conversation.practice !== null && lane === 'practice'),
    protect: practice,
  }
}

export function refOf(script: CompiledScript, step: string, line: string): LineRef {
  return { script: script.hash, flow: script.flow.flow, step, line }
}

/** The question of a step, for whoever says its lines otherwise. */
export function askOfStep(turn: Turn, frame: Frame, askId: AskId): Ask | undefined {
  const step = stepOf(turn, frame)
  return step && askOf(turn, frame, step, askId)
}

export function openAsk(turn: Turn, ask: Ask | undefined): void {
  if (ask) turn.conversation.ask = openAskOf(turn, ask)
}

/** The question that is open, asked again under the same id, so that either message's buttons answer it. */
export function askAgain(turn: Turn, frame: Frame, step: Step): Ask | undefined {
  const { ask: open, pausedAt } = turn.conversation
  if (!open) return undefined
  return pausedAt === null ? askOf(turn, frame, step, open.id) : nextAsk(turn, frame, open.id)
}

/** The same, with the doors of a card beside it: they lead away from the question. */
export function askWithDoors(turn: Turn, { frame, step, card }: AskWithDoors): Ask | undefined {
  const asked = askAgain(turn, frame, step)
  if (!asked) return undefined
  const doors = offersOfCard(turn, card)
  const ask = {
    ...asked,
    offers: [...asked.offers, ...doors.filter(({ id }) => !asked.offers.some((one) => one.id === id))],
  }
  turn.conversation.ask = openAskOf(turn, ask)
  return ask
}

/** The buttons of a card that stands for itself; undefined: it has none. */
export function askOfCard(turn: Turn, card: string, id: AskId): Ask | undefined {
  const offers = offersOfCard(turn, card)
  return offers.length > 0 ? { id, kind: 'choose', scale: undefined, offers } : undefined
}

function offersOfCard(turn: Turn, card: string): Offer[] {
  const script = turn.library.find(scriptsOf(turn), 'cards')
  const held = script.flow.steps[card]
  return held?.kind === 'card'
    ? held.choices.map(({ id, label }) => ({
        id,
        label: label === null ? commonLabel(turn, id) : refOf(script, card, `choose.${id}`),
      }))
    : []
}

interface AskWithDoors {
  readonly frame: Frame
  readonly step: Step
  readonly card: string
}

/** What is said of a step now. `ends`: the line ends a pause. */
interface Part {
  readonly lines: readonly { readonly ref: LineRef; readonly afterMs: number; readonly ends: boolean }[]
  readonly pausesMs: number
  /** [Next] stands below the last line, and this is where it leads to. */
  readonly pauses: boolean
  readonly goesOnAt: number
}

function partOf(turn: Turn, frame: Frame, step: Step): Part {
  const script = scriptOf(turn, frame)
  const variants = variantsOf(turn.given.plan)
  const byNext = turn.conversation.pauseWay === 'next' && !CRISIS_LANE.has(script.flow.flow)
  const isLast = (from: number) =>
    !step.say.slice(from).some((item) => item.kind === 'line' && isSaidTo(item, variants))
  const lines: { ref: LineRef; afterMs: number; ends: boolean }[] = []
  let pausesMs = 0
  let ends = false
  let goesOnAt = turn.conversation.pausedAt ?? 0
  for (const item of step.say.slice(goesOnAt)) {
    goesOnAt++
    if (item.kind === 'line') {
      if (isSaidTo(item, variants)) lines.push({ ref: refOf(script, frame.state, item.id), afterMs: pausesMs, ends })
      ends &&= !isSaidTo(item, variants)
      continue
    }
    pausesMs += item.ms
    ends = true
    if (!byNext) continue
    // Before the first line there is nothing for buttons to stand below but the card.
    if (lines.length === 0) lines.push({ ref: afterPause(turn), afterMs: 0, ends: false })
    // A question without further words waits by itself.
    const waitsAnyway = isAsking(step) && isLast(goesOnAt)
    return { lines, pausesMs: waitsAnyway ? 0 : pausesMs, pauses: !waitsAnyway, goesOnAt }
  }
  if (isAsking(step) && (ends || lines.length === 0)) lines.push({ ref: afterPause(turn), afterMs: pausesMs, ends })
  return { lines, pausesMs, pauses: false, goesOnAt }
}

const afterPause = (turn: Turn): LineRef => refOf(turn.library.find(scriptsOf(turn), 'cards'), AFTER_PAUSE, 'say.0')

/** Below a pause that the client ends: [Next], and the ways out. */
function nextAsk(turn: Turn, frame: Frame, id: AskId): Ask {
  const intruded = scriptOf(turn, frame).flow.kind === 'practice' ? ['intruded'] : []
  const offers = ['next', ...intruded, 'stop', 'sos'].map((choice) => ({
    id: choice,
    label: commonLabel(turn, choice),
  }))
  return { id, kind: 'choose', scale: undefined, offers }
}

function askOf(turn: Turn, frame: Frame, step: Step, askId: AskId): Ask {
  const script = scriptOf(turn, frame)
  const own: Offer[] =
    step.kind === 'measure'
      ? (step.texts?.options ?? [])
          .map((_option, index) => `a${index}`)
          .map((id) => ({ id, label: refOf(script, frame.state, `choose.${id}`) }))
      : step.kind === 'choose'
        ? step.choices
            .filter((choice) => isShown(turn, script, choice, frame.state))
            .map(({ id, label }) => ({
              id,
              label: label === null ? commonLabel(turn, id) : refOf(script, frame.state, `choose.${id}`),
            }))
        : step.kind === 'play'
          ? [{ id: 'next', label: commonLabel(turn, 'next') }]
          : []
  const kind = step.kind === 'rate' || step.kind === 'write' ? step.kind : 'choose'
  return {
    id: askId,
    kind,
    scale: step.kind === 'rate' ? step.scale : undefined,
    offers: [...own, ...railsOffers(turn, frame, step)],
  }
}

/** What the rails put under every question: a way past it, back, and out. A care flow shows its own doors where it has buttons. */
function railsOffers(turn: Turn, frame: Frame, step: Step): Offer[] {
  const kind = scriptOf(turn, frame).flow.kind
  const own = step.kind === 'choose' ? step.choices.map((choice) => choice.id) : []
  const maySkip = (step.kind === 'write' && step.go.skip !== null) || step.kind === 'rate' || step.kind === 'play'
  const skip = maySkip ? ['skip'] : []
  // Back would lead out of a questionnaire and not to the item before.
  const back = frame.context.back === null || step.kind === 'measure' ? [] : ['back']
  const out = kind === 'care' && step.kind === 'choose' ? [] : ['stop', 'sos']
  const intruded = kind === 'practice' ? ['intruded'] : []
  const moved = mayBeMoved(turn, step) ? ['moved'] : []
  return [...moved, ...skip, ...back, ...intruded, ...out]
    .filter((id) => !own.includes(id))
    .map((id) => ({ id, label: commonLabel(turn, id) }))
}

/** The words of a button that reads the same everywhere. */
const commonLabel = (turn: Turn, id: string): LineRef =>
  refOf(turn.library.find(scriptsOf(turn), 'cards'), 'labels', `choose.${id}`)

/** Beside every rating of a comforting practice but the first, once (care C6): the first decides whether it starts. */
function mayBeMoved(turn: Turn, step: Step): boolean {
  const { practice } = turn.conversation
  if (step.kind !== 'rate' || isOpinion(step.scale)) return false
  return step.moment !== 'before' && practice?.moved === false && isComforting(turn)
}

function isComforting({ library, conversation }: Turn): boolean {
  const hash = conversation.practice?.closure[conversation.practice.flow]
  return hash !== undefined && library.script(hash).flow.comforting === true
}

/** `afterMs`: how long until its last line comes. */
function openAskOf(turn: Turn, ask: Ask, afterMs = 0) {
  const words = (label: LineRef) => turn.library.line(label).template()
  return {
    id: ask.id,
    kind: ask.kind,
    scale: ask.scale ?? null,
    choices: ask.offers.map((offer) => ({ id: offer.id, label: words(offer.label) })),
    from: afterMs === 0 ? 0 : turn.given.now.getTime() + afterMs,
  }
}

/** Every flow that the rails can enter by themselves; a clinic that lacks one cannot start. */
export const RAILS_FLOWS = [
  'practice',
  'cards',
  'crisis',
  'stopped',
  'help',
  'came-back',
  'direct-question',
  'dissociation',
  'intrusion',
  'place-choice',
  'follow-up',
  'asked',
  'safety-plan',
  'weekly-question',
  'grounding',
  'closing',
  'menu',
  'welcome',
  'my-place',
  'before-amber',
] as const
