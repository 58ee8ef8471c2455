import { createActor } from 'xstate'
import type { AnyActorScope, AnyMachineSnapshot } from 'xstate'
import type { Frame } from '../core/conversation.ts'
import { HoldfastError } from '../core/errors.ts'
import type { CompiledScript } from './compile.ts'

/*
 * The only place that turns a stored frame into a snapshot of XState, and back. A frame keeps state and context alone,
 * which is the whole snapshot only because our machines have neither history nor children (compile.ts makes none).
 */

interface Bench {
  readonly scope: AnyActorScope
  readonly resting: Map<string, AnyMachineSnapshot>
}

/** Weak, so that a script that nobody holds any more takes its bench with it. */
const benches = new WeakMap<CompiledScript, Bench>()

/**
 * The snapshot of a frame: one resolved snapshot per state, kept, with the frame's context put in. Resolving anew is
 * linear in the number of states; the copy is not (measured: a whole step of a 20-step flow takes 4 µs).
 * @throws HoldfastError flow.unknown-state if the script has no such state; a frame is never moved silently.
 */
export function restore(script: CompiledScript, frame: Frame): AnyMachineSnapshot {
  return { ...restingAt(script, frame.state), context: frame.context }
}

/** What of a snapshot is stored. */
export function save(frame: Frame, snapshot: AnyMachineSnapshot): Frame {
  // Casts: a machine of one level has a string for its value, and its context is ours (compile.ts).
  return { ...frame, state: snapshot.value as string, context: snapshot.context as Frame['context'] }
}

/**
 * One inert scope per machine. `transition()` of XState makes a new one for every call, which was three quarters of its
 * time. The shape is internal to XState: the version is pinned and test/script/step.test.ts compares with `transition()`.
 */
export function scopeOf(script: CompiledScript): AnyActorScope {
  return benchOf(script).scope
}

function restingAt(script: CompiledScript, state: string): AnyMachineSnapshot {
  const { resting } = benchOf(script)
  const kept = resting.get(state)
  if (kept !== undefined) return kept
  if (!Object.hasOwn(script.machine.states, state)) {
    throw new HoldfastError(
      'flow.unknown-state',
      `A frame stands at "${state}", which script ${script.hash.slice(0, 12)} of ${script.flow.flow} does not have. ` +
        'Close the conversation kindly; do not guess another step.',
    )
  }
  const resolved = script.machine.resolveState({ value: state, context: {} })
  resting.set(state, resolved)
  return resolved
}

function benchOf(script: CompiledScript): Bench {
  const kept = benches.get(script)
  if (kept !== undefined) return kept
  const self = createActor(script.machine)
  const made: Bench = {
    resting: new Map(),
    scope: {
      self,
      id: '',
      sessionId: '',
      system: self.system,
      logger: nothing,
      defer: nothing,
      stopChild: nothing,
      emit: nothing,
      actionExecutor: nothing,
    },
  }
  benches.set(script, made)
  return made
}

function nothing(): void {
  // An inert scope does nothing: our machines have no actions but assignments, and those are part of the step.
}
