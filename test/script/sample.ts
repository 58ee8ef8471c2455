import { canonicalForm, hashOf } from '../../src/script/canonical.ts'
import { examineFlows } from '../../src/script/check.ts'
import type { FlowFile } from '../../src/script/check.ts'
import { compile } from '../../src/script/compile.ts'
import type { CompiledScript } from '../../src/script/compile.ts'
import { parseFlow } from '../../src/script/parse.ts'
import type { Problem } from '../../src/script/problem.ts'
import type { Flow } from '../../src/script/schema.ts'

/** A small sound practice. Tests change one thing in it and look what is said about that. */
export const REHEARSAL = `flow: rehearsal
title: A short rehearsal
class: green
kind: practice
lang: en
budget: { minutes: 4, taps: 10 }
needs: { keepsakes: [place] }
start: settle

steps:
  settle:
    say:
      - Find a position your body likes.
      - { pause: 20s }
    choose: { ready: Ready, later: Not now, stop: Stop }
    go: { ready: sight, later: close }
  sight:
    say: What do you notice around you in {place|your place}?
    write: { about: place-sense, skip: yes }
    go: level
  level:
    say: How strong is the distress now?
    rate: distress
    go: finish
  finish:
    say: You can come back here any time.
    end: done
`

/** A care flow that another may run. */
export const GROUNDING = `flow: grounding
title: Settle me
kind: care
lang: en
start: look
steps:
  look:
    say: Look around and name one thing that you see.
    choose: { done: Done, again: Once more }
    go: { done: close, again: look }
`

/** The text with one part replaced. Fails if the part is not there: a test that changes nothing proves nothing. */
export function changed(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`the sample does not hold ${JSON.stringify(from)}`)
  return text.replace(from, () => to)
}

/** The flow of a text that is sound in form. */
export function flowOf(text: string): Flow {
  const { flow, problems } = parseFlow(text, fileOf(text))
  if (flow === null) throw new Error(problems.map((problem) => problem.message).join('\n'))
  return flow
}

export function scriptOf(text: string): CompiledScript {
  const flow = flowOf(text)
  return compile(flow, hashOf(canonicalForm(flow)))
}

/** Everything that the check says about a text, beside other flows that it may run. */
export function problemsOf(text: string, ...others: readonly string[]): readonly Problem[] {
  const known: FlowFile[] = others.map((other) => ({ path: fileOf(other), text: other }))
  return examineFlows([{ path: fileOf(text), text }], known).flatMap((file) => file.problems)
}

/** `rule line:column`, with where the caret stands. */
export function brief({ rule, line, column, text }: Problem): string {
  return `${rule} ${line}:${column} ${/^[^\s,}\]]*/.exec(text.slice(column - 1))?.[0] ?? ''}`.trim()
}

function fileOf(text: string): string {
  return `flows/${/^flow: (.*)$/m.exec(text)?.[1] ?? 'nameless'}/flow.yaml`
}
