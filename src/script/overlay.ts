import type { AdaptedLine } from '../core/line.ts'
import { HoldfastError } from '../core/errors.ts'
import { linesOf, type Flow, type Step } from './schema.ts'

/**
 * A flow with some lines in other words. Nothing else can change: no step, no button, no way through it.
 * @throws HoldfastError flow.invalid if the flow has no such line.
 */
export function overlaid(flow: Flow, lines: readonly AdaptedLine[]): Flow {
  const there = linesOf(flow)
  const gone = lines.find(({ line }) => !there.has(line))
  if (gone) throw new HoldfastError('flow.invalid', `The flow ${flow.flow} has no line ${gone.line} to change.`)
  const words = new Map(lines.map(({ line, text }) => [line, text]))
  const steps = Object.entries(flow.steps).map(([name, step]) => [name, inOtherWords(name, step, words)] as const)
  return { ...flow, steps: Object.fromEntries(steps) }
}

function inOtherWords(name: string, step: Step, words: ReadonlyMap<string, string>): Step {
  const say = step.say.map((item) =>
    item.kind === 'line' ? { ...item, text: words.get(`${name}/${item.id}`) ?? item.text } : item,
  )
  if (!('choices' in step)) return { ...step, say }
  const choices = step.choices.map((choice) => ({
    ...choice,
    label: words.get(`${name}/choose.${choice.id}`) ?? choice.label,
  }))
  return { ...step, say, choices }
}
