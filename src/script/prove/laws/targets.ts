import { edgesOf } from '../../edges.ts'
import { nearest, list } from '../../read/nearest.ts'
import type { Flow } from '../../schema.ts'
import type { Finding, Path } from '../../read/source.ts'
import { CLOSE, outcomeOf } from '../../vocabulary.ts'

/** Law: whatever a flow names as the next step is there. */
export function targetsExist(flow: Flow): Finding[] {
  const names = Object.keys(flow.steps)
  const unknown = (target: string, at: Path, step?: string): Finding[] => {
    if (outcomeOf(target) !== null || Object.hasOwn(flow.steps, target)) return []
    const meant = nearest(target, [...names, CLOSE])
    return [
      {
        rule: 'unknown-target',
        family: 'flow',
        at,
        ...(step === undefined ? {} : { step }),
        message: `${step === undefined ? 'The flow' : `The step \`${step}\``} leads to \`${target}\`, and there is no such step.`,
        cure:
          meant === undefined
            ? `Add a step \`${target}\`, or write one of ${list(names)}.`
            : `Write \`${meant}\`, or add a step \`${target}\`.`,
      },
    ]
  }
  const roots = flow.start === null ? [] : unknown(flow.start, ['start'])
  const entries = flow.entries.flatMap((entry, index) => unknown(entry, ['entries', index]))
  const steps = Object.entries(flow.steps).flatMap(([name, step]) => {
    const seen = new Set<string>()
    return edgesOf(step).flatMap(({ target, at }) => {
      // One target for every class or outcome is one word in the file: it is said once.
      const found = seen.has(target) ? [] : unknown(target, ['steps', name, ...at], name)
      seen.add(target)
      return found
    })
  })
  return [...roots, ...entries, ...steps]
}
