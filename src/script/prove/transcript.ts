import type { FrameEventType } from '../edges.ts'
import type { Flow } from '../schema.ts'
import type { Spot } from './walk.ts'

/** Enough of a line to know it again. */
const SHOWN = 72

/** The shortest conversation that leads to a state, ending with what is said there: a counter-example that a person can read. */
export function transcriptTo(spot: Spot, flow: Flow): string {
  const lines: string[] = []
  for (let here: Spot | undefined = spot; here !== undefined; here = here.from?.spot) {
    lines.unshift(...saidAt(here, flow))
    if (here.from !== null) lines.unshift(...heard(here.from.event, here.from.spot, flow))
  }
  return lines.map((line) => `    ${line}`).join('\n')
}

function saidAt({ frame }: Spot, flow: Flow): string[] {
  const step = flow.steps[frame.state]
  if (step === undefined) return [`flow     ends: ${frame.state.slice(1)}`]
  const said = step.say.flatMap((item) => (item.kind === 'line' ? [`bot      ${cut(item.text)}`] : []))
  return said.length > 0 ? said : [`bot      (step ${frame.state})`]
}

function heard(event: FrameEventType, { frame }: Spot, flow: Flow): string[] {
  const [kind = '', name = ''] = event.split('.')
  const step = flow.steps[frame.state]
  switch (kind) {
    case 'CHOSE': {
      const choice = step?.kind === 'choose' ? step.choices.find(({ id }) => id === name) : undefined
      return [`client   [${choice?.label ?? name}]`]
    }
    case 'RATED':
      return [`client   (rates ${step?.kind === 'rate' ? step.scale : ''}: ${name})`]
    case 'RETURNED':
      return [`flow     ${step?.kind === 'run' ? step.flow : ''} ended: ${name}`]
    case 'MEASURED':
      return [`client   (questionnaire: ${name})`]
    case 'WROTE':
      return ['client   (writes)']
    case 'ELSE':
      return ['flow     (not for this client)']
    case 'SKIP':
      return ['client   [Skip]']
    case 'BACK':
      return ['client   [Back]']
    case 'UNCLEAR':
      return ['client   (something unclear)']
    default:
      return []
  }
}

function cut(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}
