import { LIMITS } from '../../../core/limits.ts'
import { calleesOf } from '../../closure.ts'
import type { Flow } from '../../schema.ts'
import type { Finding } from '../../read/source.ts'
import { BODY } from '../../vocabulary.ts'
import type { ResolveFlow } from '../law.ts'

/** Law: every flow that is run is there, none runs itself in the end, and they nest no deeper than the engine keeps frames. */
export function runsAreSound(flow: Flow, resolve: ResolveFlow): Finding[] {
  return Object.entries(flow.steps).flatMap(([name, step]): Finding[] => {
    if (step.kind !== 'run' || step.flow === BODY) return []
    const at = ['steps', name, 'run']
    const callee = resolve(step.flow)
    if (callee === undefined) {
      return [
        {
          rule: 'unknown-flow',
          family: 'flow',
          at,
          step: name,
          message: `The step \`${name}\` runs \`${step.flow}\`, and there is no such flow.`,
          cure: `Add flows/${step.flow}/flow.yaml, or write the name of a flow that is there.`,
        },
      ]
    }
    if (callee.kind === 'cards' || runsBody(callee)) {
      return [
        {
          rule: 'cannot-run',
          family: 'flow',
          at,
          step: name,
          message: `\`${step.flow}\` is of kind ${callee.kind}: it is the rails' own and cannot be run by a flow.`,
          cure: 'Run a practice or a care flow.',
        },
      ]
    }
    const circle = circleThrough(flow, callee, resolve)
    if (circle !== null) {
      return [
        {
          rule: 'recursion',
          family: 'flow',
          at,
          step: name,
          message: `The flow runs itself: ${circle.join(' → ')}.`,
          cure: 'Lead on with `go` to a step of this flow, or end and let the menu offer it again.',
        },
      ]
    }
    // A practice stands on the frame of the rails already.
    const depth = 1 + depthOf(callee, resolve) + (flow.kind === 'practice' ? 1 : 0)
    if (depth <= LIMITS.frames) return []
    return [
      {
        rule: 'too-deep',
        family: 'flow',
        at,
        step: name,
        message: `Flows would nest ${depth} deep here, the frame of the rails included, and ${LIMITS.frames} is the most.`,
        cure: 'Write out the innermost flow in the one that runs it.',
      },
    ]
  })
}

function runsBody(flow: Flow): boolean {
  return Object.values(flow.steps).some((step) => step.kind === 'run' && step.flow === BODY)
}

/** The names from a flow through a callee back to that flow, or null. */
function circleThrough(flow: Flow, callee: Flow, resolve: ResolveFlow): string[] | null {
  const seen = new Set<string>()
  const search = (here: Flow, way: string[]): string[] | null => {
    if (here.flow === flow.flow) return [...way, here.flow]
    if (seen.has(here.flow)) return null
    seen.add(here.flow)
    for (const next of calleesOf(here).flatMap((id) => resolve(id) ?? [])) {
      const found = search(next, [...way, here.flow])
      if (found !== null) return found
    }
    return null
  }
  return search(callee, [flow.flow])
}

/** How many frames a flow needs, itself included. A circle is cut where it closes; it has a finding of its own. */
function depthOf(flow: Flow, resolve: ResolveFlow, above: ReadonlySet<string> = new Set()): number {
  if (above.has(flow.flow)) return 0
  const inner = new Set([...above, flow.flow])
  const callees = calleesOf(flow).flatMap((id) => resolve(id) ?? [])
  return 1 + Math.max(0, ...callees.map((callee) => depthOf(callee, resolve, inner)))
}
