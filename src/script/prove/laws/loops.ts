import { silentEdgesOf } from '../../edges.ts'
import type { Flow } from '../../schema.ts'
import type { Finding } from '../../read/source.ts'
import { transcriptTo } from '../transcript.ts'
import type { Walk } from '../walk.ts'

/** Law: no way leads round without a question. Such a loop would talk without end in a single turn. */
export function loopsAsk(flow: Flow, { spots }: Walk): Finding[] {
  const told = new Set<string>()
  return Object.keys(flow.steps).flatMap((name): Finding[] => {
    const circle = told.has(name) ? null : circleFrom(name, flow)
    if (circle === null) return []
    for (const step of circle) told.add(step)
    const spot = spots.find(({ frame }) => frame.state === name)
    const way = spot === undefined ? '' : `\nThe way there:\n${transcriptTo(spot, flow)}`
    return [
      {
        rule: 'endless-loop',
        family: 'flow',
        at: ['steps', name, 'go'],
        step: name,
        message: `These steps lead round without a question: ${[...circle, name].join(' → ')}.${way}`,
        cure: 'Put a `choose` between them, with a choice that leads out.',
      },
    ]
  })
}

/** The steps of a circle through one that waits for nobody, or null. */
function circleFrom(start: string, flow: Flow): string[] | null {
  const seen = new Set<string>()
  const search = (name: string, way: string[]): string[] | null => {
    const step = flow.steps[name]
    if (step === undefined) return null
    for (const { target } of silentEdgesOf(step)) {
      if (target === start) return [...way, name]
      if (seen.has(target)) continue
      seen.add(target)
      const found = search(target, [...way, name])
      if (found !== null) return found
    }
    return null
  }
  return search(start, [])
}
