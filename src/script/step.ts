import type { Frame } from '../core/conversation.ts'
import { HoldfastError } from '../core/errors.ts'
import type { CompiledScript } from './compile.ts'
import type { FrameEvent } from './edges.ts'
import { restore, save, scopeOf } from './restore.ts'
import { rootsOf } from './schema.ts'
import { outcomeOf } from './vocabulary.ts'
import type { Outcome } from './vocabulary.ts'

export type { FrameEvent, FrameEventType } from './edges.ts'

export interface FrameStep {
  readonly frame: Frame
  /** The step has a way on for this event, or counted it as unclear. False: nothing changed. */
  readonly understood: boolean
  /** How the flow ended with this event, if it did. */
  readonly ended: Outcome | null
}

/**
 * One event in one frame. Pure: the same frame and event give the same result, and nothing is kept in between.
 * @throws HoldfastError flow.unknown-state if the script does not have the frame's state.
 * @throws HoldfastError engine.broken if the frame belongs to another script.
 */
export function stepFrame(script: CompiledScript, frame: Frame, event: FrameEvent): FrameStep {
  if (frame.script !== script.hash) {
    throw new HoldfastError(
      'engine.broken',
      `A frame of script ${frame.script.slice(0, 12)} was stepped with ${script.hash.slice(0, 12)}. Load the script that the frame names.`,
    )
  }
  const before = restore(script, frame)
  // `can`, not a comparison of snapshots: a transition that only counts would look like none.
  if (!before.can(event)) return { frame, understood: false, ended: outcomeOf(frame.state) }
  const after = save(frame, script.machine.transition(before, event, scopeOf(script)))
  return { frame: after, understood: true, ended: outcomeOf(after.state) }
}

/**
 * A new frame at the start of a script, or at one of its entries.
 * @throws HoldfastError flow.unknown-state for any other step: what is proven is proven from the entries.
 */
export function enterFrame(script: CompiledScript, at?: string): Frame {
  const { flow, hash } = script
  const state = at ?? flow.start
  if (state === null || !rootsOf(flow).includes(state)) {
    throw new HoldfastError(
      'flow.unknown-state',
      `The flow ${flow.flow} cannot be entered at "${state ?? 'start'}". Add the step to its \`entries\`, so that it is proven from there.`,
    )
  }
  return { script: hash, flow: flow.flow, state, context: { unclear: 0, rounds: 0, back: null } }
}
