import { HoldfastError } from '../core/errors.ts'
import type { FlowId, ScriptHash } from '../core/ids.ts'
import type { Flow } from './schema.ts'
import { BODY } from './vocabulary.ts'

/** Finds the script that a flow has now, in the language that is wanted. */
export type ResolveScript = (flow: FlowId) => { readonly flow: Flow; readonly hash: ScriptHash } | undefined

/**
 * The scripts that a practice keeps to its end (P10): the flow itself and everything that it can reach through `run`.
 * `$body` is not followed: whoever starts a practice joins the closure of the rails and that of the body.
 * @throws HoldfastError flow.invalid if a flow is not there; a practice must not start that could not finish.
 */
export function closureOf(flow: Flow, resolve: ResolveScript): Record<FlowId, ScriptHash> {
  const closure: Record<FlowId, ScriptHash> = {}
  const waiting: FlowId[] = [flow.flow]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (Object.hasOwn(closure, id)) continue
    const found = resolve(id)
    if (found === undefined) {
      throw new HoldfastError(
        'flow.invalid',
        `The flow ${flow.flow} needs the flow ${id}, which is not there. Add flows/${id}/flow.yaml and have it signed.`,
      )
    }
    closure[id] = found.hash
    waiting.push(...calleesOf(found.flow))
  }
  return closure
}

/** The flows that a flow runs by name. */
export function calleesOf(flow: Flow): FlowId[] {
  return Object.values(flow.steps).flatMap((step) => (step.kind === 'run' && step.flow !== BODY ? [step.flow] : []))
}
