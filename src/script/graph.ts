import { edgesOf } from './edges.ts'
import { rootsOf, type Flow, type Step } from './schema.ts'
import { OUTCOMES, outcomeOf } from './vocabulary.ts'

/** Enough of a line to know a step by. */
const SHOWN = 40

/** A flow as a Mermaid flowchart: a box a step, an arrow a way, in the author's own names. */
export function graphOf(flow: Flow): string {
  const roots = rootsOf(flow)
  const steps = Object.entries(flow.steps)
  const reached = new Set(steps.flatMap(([, step]) => edgesOf(step).map(({ target }) => outcomeOf(target))))
  return [
    'flowchart TD',
    ...roots.map((root) => `  start_${idOf(root)}(( )) --> ${idOf(root)}`),
    ...steps.map(([name, step]) => `  ${idOf(name)}${shapeOf(name, step)}`),
    ...OUTCOMES.filter((outcome) => reached.has(outcome)).map((outcome) => `  end_${outcome}([${outcome}])`),
    ...steps.flatMap(([name, step]) => waysFrom(name, step)),
  ].join('\n')
}

/** Ways that lead to the same step are one arrow with all their names. */
function waysFrom(name: string, step: Step): string[] {
  const byTarget = new Map<string, string[]>()
  for (const { event, target } of edgesOf(step)) {
    const label = event === 'NEXT' ? '' : event.slice(event.indexOf('.') + 1).toLowerCase()
    byTarget.set(target, [...(byTarget.get(target) ?? []), label])
  }
  return [...byTarget].map(([target, labels]) => {
    const outcome = outcomeOf(target)
    const said = labels.filter(Boolean).join(', ')
    return `  ${idOf(name)} -->${said ? `|${quoted(said)}|` : ''} ${outcome ? `end_${outcome}` : idOf(target)}`
  })
}

function shapeOf(name: string, step: Step): string {
  const first = step.say.find((item) => item.kind === 'line')?.text ?? ''
  const text = quoted(`${name}: ${first.length > SHOWN ? `${first.slice(0, SHOWN)}…` : first}`)
  if (step.kind === 'run') return `[[${quoted(`${name} → ${step.flow}`)}]]`
  if (step.kind === 'measure') return `{{${quoted(`${name}: ${step.instrument.toUpperCase()}`)}}}`
  return step.kind === 'say' || step.kind === 'recall' || step.kind === 'end' ? `[${text}]` : `{{${text}}}`
}

const idOf = (name: string) => `s_${name.replaceAll('-', '_')}`
const quoted = (text: string) => `"${text.replaceAll('"', '#quot;')}"`
