import type { Frame } from '../../core/conversation.ts'
import { HoldfastError } from '../../core/errors.ts'
import type { AskId, FlowId } from '../../core/ids.ts'
import { PracticeId } from '../../core/ids.ts'
import { LIMITS } from '../../core/limits.ts'
import { mayStartAmber } from '../../rails/local-hours.ts'
import { imageryClosed } from '../../rails/pause-latch.ts'
import { TIMES } from '../../rails/reviewed.ts'
import { closureOf } from '../closure.ts'
import type { CompiledScript } from '../compile.ts'
import { measureIn } from '../schema.ts'
import { enterFrame, stepFrame, type FrameEvent } from '../step.ts'
import { BODY, outcomeOf, type Outcome } from '../vocabulary.ts'
import {
  BEFORE_AMBER,
  hadEnough,
  isContainerFirst,
  isPassedOver,
  isPermitted,
  needsYes,
  wasInPlaceLately,
} from './permission.ts'
import { enterMeasure, measureIsOpen, measureWaiting, takeMeasure } from './measure.ts'
import { classWithoutAsking } from './to-rate.ts'
import { saySay } from './speak.ts'
import { inImagery, replaceTop, scriptOf, scriptsOf, stepOf, topOf, type Turn } from './turn.ts'

/** More steps than this between two questions would be a flow that talks without listening; the check refuses those. */
const MOST_STEPS = 60
const MINUTE = 60_000
/** The step at which a client listens to something outside the chat: a silence there is meant. */
const LISTENS = 'listening/listens'

/** Enters a flow on top of what runs. */
export function push(turn: Turn, script: CompiledScript, at?: string): void {
  if (turn.conversation.frames.length >= LIMITS.frames) {
    throw new HoldfastError(
      'engine.broken',
      `More than ${LIMITS.frames} flows inside one another. \`holdfast check\` refuses such a flow.`,
    )
  }
  turn.conversation.frames = [...turn.conversation.frames, enterFrame(script, at)]
}

/** One event in the frame on top. */
export function dispatch(turn: Turn, event: FrameEvent): boolean {
  const frame = topOf(turn)
  if (!frame) return false
  const { frame: next, understood } = stepFrame(scriptOf(turn, frame), frame, event)
  if (understood) replaceTop(turn, next)
  if (next.state !== frame.state) turn.conversation.pausedAt = null
  return understood
}

/** Goes on until a question waits or nothing runs. `askId`: the id under which the answer's question already stands. */
export function settle(turn: Turn, answered: AskId | null = null): void {
  turn.conversation.ask = null
  turn.conversation.pausedAt = null
  goOn(turn, answered)
}

/** The client ended a pause: the step goes on behind it. */
export function endPauseOf(turn: Turn): void {
  turn.conversation.ask = null
  goOn(turn, null)
}

function goOn(turn: Turn, answered: AskId | null): void {
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const frame = topOf(turn)
    if (!frame) break
    const ended = outcomeOf(frame.state)
    if (ended) pop(turn, ended)
    else if (takeStep(turn, frame, answered ?? turn.given.newAskId()) === 'waits') break
  }
  setSilenceTimers(turn)
}

function takeStep(turn: Turn, frame: Frame, askId: AskId): 'goes-on' | 'waits' {
  const step = stepOf(turn, frame)
  if (!step) throw new HoldfastError('flow.unknown-state', `The flow ${frame.flow} has no step "${frame.state}".`)
  if (isPassedOver(step, turn.given)) {
    dispatch(turn, { type: 'ELSE' })
    return 'goes-on'
  }
  switch (step.kind) {
    case 'say':
    case 'recall':
    case 'end':
      if (saySay(turn, frame, step, askId) === 'pauses') return 'waits'
      dispatch(turn, { type: 'NEXT' })
      return 'goes-on'
    case 'run':
      if (saySay(turn, frame, step, askId) === 'pauses') return 'waits'
      call(turn, step.flow)
      return 'goes-on'
    case 'rate': {
      const known = classWithoutAsking(turn, frame, step)
      if (known === null) break
      dispatch(turn, { type: `RATED.${known}` })
      return 'goes-on'
    }
    case 'write':
      if (step.once && step.keep && turn.given.kept.includes(step.keep)) {
        dispatch(turn, { type: 'SKIP' })
        return 'goes-on'
      }
      break
    case 'measure': {
      const how = takeMeasure(turn, frame, step, askId)
      if (how === 'waits') return 'waits'
      dispatch(turn, { type: `MEASURED.${how}` })
      return 'goes-on'
    }
    case 'choose':
    case 'play':
      break
    case 'card':
      throw new HoldfastError('engine.broken', 'A card is looked up, never run.')
  }
  saySay(turn, frame, step, askId)
  return 'waits'
}

/** A `run` step: a flow by name, the practice's body, or a whole practice with its rails round it. */
export function call(turn: Turn, flow: FlowId | typeof BODY): void {
  const { practice } = turn.conversation
  const callee = turn.library.find(scriptsOf(turn), flow === BODY ? (practice?.flow ?? '') : flow)
  if (callee.flow.kind === 'practice') {
    const open = whatIsOpen(turn, callee)
    if (open !== 'all') {
      toMenu(turn, open)
      return
    }
    if (needsYes(turn, callee)) {
      push(turn, turn.library.find(turn.given.scripts, BEFORE_AMBER))
      return
    }
    if (flow !== BODY && !practice) {
      beginPractice(turn, callee)
      return
    }
  }
  if (measureIn(callee.flow)) {
    const open = whatIsOpen(turn, callee)
    if (open !== 'all') return toMenu(turn, open)
    return push(turn, callee, enterMeasure(turn, callee))
  }
  push(turn, callee)
}

/**
 * A pause, the latch, or a held flow closes a practice; an amber one has its hours and the days after a session (care C6,
 * C16, C28). What the plan does not permit any more leads back to what it does.
 */
export function whatIsOpen(turn: Turn, script: CompiledScript): 'all' | Closed {
  const { given } = turn
  const { flow } = script
  if (given.handed) return 'with-person'
  if (measureIn(flow)) return measureIsOpen(turn, script)
  if (!isPermitted(turn, script)) return 'open'
  if (imageryClosed(given, given.now) || given.held.includes(flow.flow)) return 'steady'
  if (isContainerFirst(turn, script)) return 'container-first'
  if (flow.placeLately && !wasInPlaceLately(turn)) return 'place-first'
  if (hadEnough(turn, script)) return 'enough'
  return flow.class === 'amber' && !mayStartAmber(given.plan, given.now) ? 'later' : 'all'
}

type Closed = 'open' | 'steady' | 'later' | 'enough' | 'with-person' | 'container-first' | 'place-first'

/** The client is shown what stays open, never what is locked (care C6). */
function toMenu(turn: Turn, at: Closed): void {
  endPractice(turn, 'interrupted')
  turn.conversation.frames = [enterFrame(turn.library.find(turn.given.scripts, 'menu'), at)]
}

/** Anything outside a question opens the one menu; before the welcome, the welcome. */
export function greet(turn: Turn, at?: 'kept' | 'with-person'): void {
  const { library, given, conversation } = turn
  if (given.handed) at = 'with-person'
  conversation.frames = []
  const waits = at === undefined && conversation.welcomed && measureWaiting(turn) !== null
  if (conversation.welcomed) push(turn, library.find(given.scripts, 'menu'), waits ? 'unfinished' : at)
  else push(turn, library.find(given.scripts, 'welcome'))
  settle(turn)
}

function beginPractice(turn: Turn, body: CompiledScript): void {
  const { given, library } = turn
  const rails = library.find(given.scripts, 'practice')
  const resolve = (id: FlowId) => {
    const hash = given.scripts[id]
    return hash === undefined ? undefined : { flow: library.script(hash).flow, hash }
  }
  const fixed = ['my-place', 'place-choice', 'cards'].map((id) => library.find(given.scripts, id))
  const closure = Object.assign({}, ...[rails, body, ...fixed].map(({ flow }) => closureOf(flow, resolve)))
  const id = PracticeId.parse(given.newId())
  turn.conversation.practice = {
    id,
    flow: body.flow.flow,
    startedAt: given.now.getTime(),
    closure,
    before: null,
    moved: false,
    opinion: null,
  }
  turn.effects.push({ type: 'startPractice', practice: id, flow: body.flow.flow, closure })
  push(turn, rails)
  // Something came into the place: the client chooses first, and it is not named until then (care C13).
  if (given.placeSuspended && body.flow.needs.includes('place')) push(turn, library.find(given.scripts, 'place-choice'))
  // The client's own words for the place are asked once, before the gate, so that a line can quote them.
  else if (body.flow.needs.some((kind) => !given.kept.includes(kind)))
    push(turn, library.find(given.scripts, 'my-place'))
}

function pop(turn: Turn, outcome: Outcome): void {
  const ended = topOf(turn)
  turn.conversation.frames = turn.conversation.frames.slice(0, -1)
  if (ended && ended.flow === 'welcome' && outcome === 'done') turn.conversation.welcomed = true
  if (ended && ended.flow === 'place-choice' && outcome === 'stopped') {
    endPractice(turn, 'stopped')
    turn.conversation.frames = []
    return
  }
  // The practice that was asked for is called again by the step that called it, now with a yes.
  if (ended?.flow === BEFORE_AMBER && outcome === 'done') return
  if (ended && scriptOf(turn, ended).flow.kind === 'rails') endRails(turn, outcome)
  const parent = topOf(turn)
  // Always followed by the menu (care C29).
  if (!parent && ended && measureIn(scriptOf(turn, ended).flow))
    return push(turn, turn.library.find(turn.given.scripts, 'menu'))
  if (parent && stepOf(turn, parent)?.kind === 'run') dispatch(turn, { type: `RETURNED.${outcome}` })
}

export function endPractice(turn: Turn, outcome: Outcome | 'left' | 'interrupted'): void {
  const { practice } = turn.conversation
  if (!practice) return
  turn.effects.push(
    { type: 'endPractice', practice: practice.id, outcome },
    { type: 'startTimer', timer: 'review', afterMs: 0 },
  )
  turn.conversation.practice = null
  if (outcome === 'stopped' || outcome === 'interrupted') return
  const now = turn.given.now.getTime()
  const week = turn.conversation.practised.filter(({ at }) => now - at < TIMES.weeklyDays * 24 * 60 * MINUTE)
  turn.conversation.practised = [...week, { flow: practice.flow, at: now }]
}

/** The rails of a practice are through. Once a week, where nothing is wrong, side effects are asked about (clinical 7). */
function endRails(turn: Turn, outcome: Outcome): void {
  const { conversation, given, library } = turn
  endPractice(turn, outcome)
  const now = given.now.getTime()
  const last = conversation.weeklyAskedAt
  if (outcome !== 'done' || (last !== null && now - last < TIMES.weeklyDays * 24 * 60 * MINUTE)) return
  // Nothing is asked about a week that has not been: the first practice only starts the week.
  conversation.weeklyAskedAt = now
  if (last === null) return
  turn.conversation.frames = []
  push(turn, library.find(given.scripts, 'weekly-question'))
}

/** Every open question of a practice has its durable timers, so that a practice ends grounded without the client (P9, care C9). */
function setSilenceTimers(turn: Turn): void {
  const waits = turn.conversation.practice !== null && turn.conversation.ask !== null
  const frame = topOf(turn)
  const listensMs = `${frame?.flow}/${frame?.state}` === LISTENS ? TIMES.listeningMinutes * MINUTE : 0
  for (const [timer, minutes] of [
    ['silence-check', TIMES.silenceCheckMinutes],
    ['silence-close', TIMES.silenceCloseMinutes],
  ] as const) {
    turn.effects.push(
      waits
        ? { type: 'startTimer', timer, afterMs: minutes * MINUTE + listensMs + turn.saidMs }
        : { type: 'cancelTimer', timer },
    )
  }
}

/** Imagery that runs although a pause or the latch now stands, raised elsewhere meanwhile. */
export const imageryMustEnd = (turn: Turn): boolean =>
  inImagery(turn) && (turn.given.handed || imageryClosed(turn.given, turn.given.now) !== null)

/** A pause or the latch stands, or was raised in this turn: a yes to an amber practice is asked again after it (care C15). */
export const pauseStands = ({ given, effects }: Turn): boolean =>
  imageryClosed(given, given.now) !== null ||
  effects.some(({ type }) => type === 'pauseImagery' || type === 'raiseLatch')
