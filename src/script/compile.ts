import { assign, setup } from 'xstate'
import type { AnyStateMachine } from 'xstate'
import { HoldfastError } from '../core/errors.ts'
import type { Frame } from '../core/conversation.ts'
import type { ScriptHash } from '../core/ids.ts'
import { edgesOf } from './edges.ts'
import type { Edge, FrameEvent } from './edges.ts'
import { isAsking, linesOf } from './schema.ts'
import type { Flow, Step } from './schema.ts'
import { FINALS } from './vocabulary.ts'

/** A script ready to run. Compiled once at load (a machine of 20 steps costs 0.27 ms to make), never in a turn. */
export interface CompiledScript {
  readonly hash: ScriptHash
  readonly flow: Flow
  readonly machine: AnyStateMachine
  /** Every line by `step/line`: `settle/say.0`, `settle/choose.ready`. */
  readonly lines: ReadonlyMap<string, string>
}

/** Misunderstood answers are counted to here and no further: at two the rails stop asking (and every state can be walked). */
const MOST_UNCLEAR = 2

const kit = setup({
  types: { context: {} as Frame['context'], events: {} as FrameEvent },
  actions: {
    /** An answer leads on: the asking step is where `back` leads to. */
    leave: assign({ unclear: 0, back: (_, params: { step: string }) => params.step }),
    /** The way goes on without leaving a question behind; what `back` remembers stays. */
    moveOn: assign({ unclear: 0 }),
    /** Back was used, or another flow ran in between: there is nothing to go back to. */
    forget: assign({ unclear: 0, back: null }),
    countUnclear: assign({ unclear: ({ context }) => Math.min(MOST_UNCLEAR, context.unclear + 1) }),
  },
  guards: { remembers: ({ context }, params: { step: string }) => context.back === params.step },
})

type Config = Parameters<typeof kit.createMachine>[0]

/**
 * The machine of a flow. Its config holds names only, no functions, so that it can be drawn, compared and stored.
 * @throws HoldfastError flow.invalid if a target does not exist; `holdfast check` says where.
 */
export function compile(flow: Flow, hash: ScriptHash): CompiledScript {
  try {
    return { hash, flow, machine: kit.createMachine(configOf(flow)), lines: linesOf(flow) }
  } catch {
    throw new HoldfastError(
      'flow.invalid',
      `The flow ${flow.flow} does not compile. Run \`holdfast check\` on it: it says where and why.`,
    )
  }
}

function configOf(flow: Flow): Config {
  const states = Object.entries(flow.steps).map(([name, step]) => [name, { on: transitionsOf(name, step, flow) }])
  const finals = Object.values(FINALS).map((state) => [state, { type: 'final' }])
  const config: unknown = {
    id: flow.flow,
    initial: flow.start ?? FINALS.done,
    context: { unclear: 0, rounds: 0, back: null },
    states: Object.fromEntries([...states, ...finals]),
  }
  // Built from data, so the compiler cannot see that every action and guard is one of the kit's; a test walks them all.
  return config as Config
}

function transitionsOf(name: string, step: Step, flow: Flow): Record<string, unknown> {
  const forward = edgesOf(step).map((edge) => [edge.event, { target: edge.target, actions: moving(name, step, edge) }])
  const back = isAsking(step) ? askedBefore(name, flow) : []
  const backward = back.map((asked) => ({
    guard: { type: 'remembers', params: { step: asked } },
    target: asked,
    actions: 'forget',
  }))
  return {
    ...Object.fromEntries(forward),
    ...(backward.length > 0 ? { BACK: backward } : {}),
    UNCLEAR: { actions: 'countUnclear' },
  }
}

function moving(name: string, step: Step, edge: Edge): unknown {
  if (step.kind === 'run') return 'forget'
  return isAsking(step) && edge.event !== 'ELSE' && edge.target !== name
    ? { type: 'leave', params: { step: name } }
    : 'moveOn'
}

/** The asking steps that can lie behind a step, with nothing but said lines in between. Itself is none of them: that would ask the same again. */
function askedBefore(name: string, flow: Flow): string[] {
  const asked = new Set<string>()
  const seen = new Set<string>([name])
  const waiting = [name]
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
    for (const [before, step] of Object.entries(flow.steps)) {
      const leads = edgesOf(step).filter((edge) => edge.target === here)
      if (leads.length === 0) continue
      if (isAsking(step)) asked.add(before)
      // A flow that ran in between is nothing to go back to; what was passed over is nothing either way.
      const passes = step.kind === 'say' || step.kind === 'recall' || leads.some(({ event }) => event === 'ELSE')
      if (passes && !seen.has(before)) {
        seen.add(before)
        waiting.push(before)
      }
    }
  }
  asked.delete(name)
  return [...asked].sort()
}
