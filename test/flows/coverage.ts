import { isMap, isScalar, LineCounter, parseDocument, type Pair } from 'yaml'
import type { FrameEvent } from '../../src/script/step.ts'

/** A way that an author wrote down: an entry of a step's `go`, or an entry of the flow. */
export interface Branch {
  readonly file: string
  readonly line: number
  /** `flow/step`, and the choice, class or outcome; `*` where one `go` stands for all. */
  readonly step: string
  readonly choice: string
}

/** What a frame did while the transcripts played. */
export interface Taken {
  readonly step: string
  readonly event: FrameEvent['type']
}

/** Every branch of a flow file, as written: what was left out by its author is nobody's branch. */
export function branchesOf({ path, text }: { path: string; text: string }): Branch[] {
  const lines = new LineCounter()
  const flow = parseDocument(text, { lineCounter: lines })
  const name = String(flow.get('flow'))
  const steps = flow.get('steps')
  if (!isMap(steps)) return []
  return steps.items.flatMap((pair: Pair) => {
    const step = pair.value
    const key = isScalar(pair.key) ? String(pair.key.value) : ''
    if (!isMap(step)) return []
    const lineOf = (at: unknown) => lines.linePos((at as { range?: [number, number, number] }).range?.[0] ?? 0).line
    const branch = (at: unknown, choice: string) => ({ file: path, line: lineOf(at), step: `${name}/${key}`, choice })
    const go = step.get('go', true)
    const unless = step.get('unless', true)
    const passedOver = unless === undefined ? [] : [branch(unless, 'else')]
    if (isMap(go))
      return [
        ...go.items.map((way) => branch(way.key, String(isScalar(way.key) ? way.key.value : way.key))),
        ...passedOver,
      ]
    return isScalar(go) ? [branch(go, '*'), ...passedOver] : passedOver
  })
}

/** Whether a frame went this way. Going back and words that answer nothing are the rails', and no branch. */
export function isTaken(branch: Branch, taken: readonly Taken[]): boolean {
  return taken.some(({ step, event }) => {
    if (step !== branch.step || event === 'BACK' || event === 'UNCLEAR') return false
    // One way for all is shown by somebody who takes it, not by those whom it passes over.
    if (branch.choice === '*') return event !== 'ELSE'
    return nameOf(event) === branch.choice
  })
}

/** What an author calls an event: the choice, the class, the outcome, `wrote`, `skip`. */
function nameOf(event: FrameEvent['type']): string {
  const dot = event.indexOf('.')
  return dot < 0 ? event.toLowerCase() : event.slice(dot + 1)
}
