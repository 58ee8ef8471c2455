import { edgesOf } from '../../edges.ts'
import type { Flow } from '../../schema.ts'
import type { Finding } from '../../read/source.ts'
import { BODY, CLOSING, FINALS, OUTCOMES, outcomeOf } from '../../vocabulary.ts'

/**
 * Law (P9, the rails' share): however the body of a practice ends (done, stopped, raised), every way on runs the closing
 * or ends as stopped, because STOP costs nothing (care C4).
 */
export function bodyLeadsToClosing(flow: Flow): Finding[] {
  return Object.entries(flow.steps).flatMap(([name, step]) => {
    if (step.kind !== 'run' || step.flow !== BODY) return []
    return OUTCOMES.flatMap((outcome): Finding[] => {
      const way = wayAroundClosing(step.go[outcome], flow)
      if (way === null) return []
      return [
        {
          rule: 'not-grounded',
          family: 'safety',
          at: ['steps', name, 'go', outcome],
          step: name,
          message: `When the practice ends \`${outcome}\`, this way passes the closing by:\n    ${[name, ...way].join(' → ')}`,
          cure: `Lead it through a step with \`run: ${CLOSING}\`, or to one with \`end: stopped\`.`,
        },
      ]
    })
  })
}

/** A way from a target to an end that runs no closing, or null. */
function wayAroundClosing(from: string, flow: Flow): string[] | null {
  const seen = new Set([from])
  const waiting: string[][] = [[from]]
  for (let way = waiting.shift(); way !== undefined; way = waiting.shift()) {
    const here = way.at(-1) ?? from
    if (outcomeOf(here) !== null && here !== FINALS.stopped) return way
    const step = flow.steps[here]
    if (step === undefined || (step.kind === 'run' && step.flow === CLOSING)) continue
    for (const { target } of edgesOf(step)) {
      if (seen.has(target)) continue
      seen.add(target)
      waiting.push([...way, target])
    }
  }
  return null
}
