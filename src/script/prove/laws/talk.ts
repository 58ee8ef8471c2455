import { LIMITS } from '../../../core/limits.ts'
import { edgesOf, silentEdgesOf } from '../../edges.ts'
import { isAsking, rootsOf } from '../../schema.ts'
import type { Flow, Step } from '../../schema.ts'
import type { Finding } from '../../read/source.ts'
import { BODY, outcomeOf } from '../../vocabulary.ts'
import type { ResolveFlow } from '../law.ts'

/** Law: between two answers a flow says no more messages than a turn may hold. More is talking without listening, and the engine would refuse it. */
export function turnsAreShort(flow: Flow, resolve: ResolveFlow): Finding[] {
  const talk = (name: string) => mostSaid(flow, name, resolve)
  const waiting = Object.entries(flow.steps).flatMap(([name, step]): [string, string][] =>
    isAsking(step) ? edgesOf(step).map(({ target }) => [name, target]) : [],
  )
  const beginnings: [string, string][] = [...rootsOf(flow).map((root): [string, string] => [root, root]), ...waiting]
  const told = new Set<string>()
  return beginnings.flatMap(([name, target]): Finding[] => {
    const said = talk(target)
    if (said <= LIMITS.linesPerTurn || told.has(target)) return []
    told.add(target)
    const from = name === target ? 'At' : `After the answer in \`${name}\`, from`
    return [
      {
        rule: 'talks-too-long',
        family: 'flow',
        at: ['steps', target],
        atKey: true,
        step: target,
        message: `${from} \`${target}\`, ${said} messages follow each other before the client is asked; ${LIMITS.linesPerTurn} is the most.`,
        cure: 'Ask in between, or say less.',
      },
    ]
  })
}

/** The most lines from a step on until a question waits or the flow ends. What another flow says at its start is counted with it. */
function mostSaid(flow: Flow, name: string, resolve: ResolveFlow, passed: ReadonlySet<string> = new Set()): number {
  const step = flow.steps[name]
  const key = `${flow.flow}/${name}`
  if (step === undefined || outcomeOf(name) !== null || passed.has(key)) return 0
  const here = new Set([...passed, key])
  const lines = linesIn(step)
  if (isAsking(step)) {
    // Passed over, it says nothing, and the talk goes on behind it.
    const behind = silentEdgesOf(step).map(({ target }) => mostSaid(flow, target, resolve, here))
    return Math.max(lines, ...behind)
  }
  const callee = step.kind === 'run' && step.flow !== BODY ? resolve(step.flow) : undefined
  const opening = callee === undefined || callee.start === null ? 0 : mostSaid(callee, callee.start, resolve, here)
  // A flow that asks ends with an answer, and a new turn begins there; one that never asks would add up, so both are counted.
  const targets = new Set(edgesOf(step).map(({ target }) => target))
  const onward = Math.max(0, ...[...targets].map((target) => mostSaid(flow, target, resolve, here)))
  const asks = callee === undefined ? step.kind === 'run' : Object.values(callee.steps).some(isAsking)
  return lines + (asks ? Math.max(opening, onward) : opening + onward)
}

function linesIn(step: Step): number {
  return step.say.filter((item) => item.kind === 'line').length
}
