import { readCanonical } from '../../script/canonical.ts'
import { changesBetween } from '../../script/diff.ts'
import { graphOf } from '../../script/graph.ts'
import { parseFlow } from '../../script/parse.ts'
import { printProblem } from '../../script/problem.ts'
import type { Flow } from '../../script/schema.ts'
import { refused } from '../operate/verb.ts'
import { flowsAt } from './flow-files.ts'

/** `holdfast graph`: one flow as a Mermaid flowchart. */
export function graphFile(path: string): number {
  console.log(graphOf(flowAt(path)))
  return 0
}

/**
 * `holdfast diff`: what changed, one sentence a change. With one path, since the version that the clinic has signed.
 * @returns 0 if nothing changed, else 1, as diff does.
 */
export async function diffFiles(
  path: string,
  newer: string | undefined,
  signed: (flow: string, lang: string) => Promise<unknown>,
): Promise<number> {
  const flow = flowAt(path)
  const [before, after] = newer === undefined ? [await signedOf(flow, signed), flow] : [flow, flowAt(newer)]
  const changes = changesBetween(before, after)
  console.log(changes.length === 0 ? 'Nothing that a client would notice.' : changes.join('\n'))
  return changes.length === 0 ? 0 : 1
}

/** The flow in its base language. @throws HoldfastError `command.refused` with the first problem and its cure. */
function flowAt(path: string): Flow {
  const asked = flowsAt([path])
  if ('missing' in asked) throw refused(asked.missing.join(' '))
  const file = asked.files.find(({ path: one }) => one.endsWith('flow.yaml')) ?? asked.files[0]
  if (!file) throw refused(`There is no flow in ${path}.`)
  const { flow, problems } = parseFlow(file.text, file.path)
  if (flow) return flow
  const [first] = problems
  throw refused(first ? `That flow cannot be read.\n${printProblem(first)}` : 'That flow cannot be read.')
}

async function signedOf(flow: Flow, signed: (flow: string, lang: string) => Promise<unknown>): Promise<Flow> {
  const body = await signed(flow.flow, flow.lang)
  if (typeof body !== 'string') throw refused(`No version of ${flow.flow}/${flow.lang} is signed yet.`)
  return readCanonical(body)
}
