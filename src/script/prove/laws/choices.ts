import type { Flow } from '../../schema.ts'
import type { Finding } from '../../read/source.ts'
import { transcriptTo } from '../transcript.ts'
import type { Walk } from '../walk.ts'
import { endable } from './endings.ts'

/** Law: every choice has a way out. A button that a client taps is heard where it stands, and from where it leads an end can be reached. */
export function choicesLeadOut(flow: Flow, { spots }: Walk): Finding[] {
  const open = endable(spots, (ways, ends) => ways.some(ends))
  const told = new Set<string>()
  return spots.flatMap((spot): Finding[] => {
    const name = spot.frame.state
    const step = flow.steps[name]
    // A step that is itself in a trap has a finding of its own (endings.ts).
    if (step?.kind !== 'choose' || told.has(name) || !open.has(spot)) return []
    told.add(name)
    return step.choices.flatMap(({ id, label: words, go }): Finding[] => {
      const label = words ?? id
      if (go === null) return []
      const way = spot.next.find(({ event }) => event === `CHOSE.${id}`)
      if (way !== undefined && open.has(way.spot)) return []
      const what = way === undefined ? 'is not heard' : 'leads where no way leads out'
      return [
        {
          rule: 'no-way-out',
          family: 'safety',
          at: ['steps', name, 'choose', id],
          step: name,
          message: `The choice [${label}] ${what}.\nThe way there:\n${transcriptTo(spot, flow)}\n    client   [${label}]`,
          cure: `Let \`${id}\` lead to a step from which the flow can end.`,
        },
      ]
    })
  })
}
