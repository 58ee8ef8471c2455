import type { Flow } from '../schema.ts'
import type { Path } from '../read/source.ts'

/** One sentence or label with its place in the flow file. */
export interface Text {
  readonly step: string
  /** Its id within the script, as a translation names it. */
  readonly id: string
  readonly text: string
  readonly at: Path
  readonly isLabel: boolean
}

/** Every text that a client can read, in the order of the steps. Common labels are texts of the cards. */
export function textsOf(flow: Flow): Text[] {
  return Object.entries(flow.steps).flatMap(([step, { say, ...rest }]) => {
    const lines = say.flatMap((item, index): Text[] =>
      item.kind === 'pause'
        ? []
        : [{ step, id: `${step}/${item.id}`, text: item.text, at: ['steps', step, 'say', index], isLabel: false }],
    )
    const labels = ('choices' in rest ? rest.choices : []).flatMap(({ id, label }): Text[] =>
      label === null
        ? []
        : [{ step, id: `${step}/choose.${id}`, text: label, at: ['steps', step, 'choose', id], isLabel: true }],
    )
    return [...lines, ...labels]
  })
}
