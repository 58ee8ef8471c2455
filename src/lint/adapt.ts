import type { AdaptedLine } from '../core/line.ts'
import { overlaid } from '../script/overlay.ts'
import { proveWords } from '../script/prove/prove.ts'
import type { Finding } from '../script/read/source.ts'
import type { Flow } from '../script/schema.ts'
import { lintScript } from './lint-script.ts'

/** What the gate says of a line in other words, that it did not say of the line before. */
export interface AdaptationFinding {
  readonly rule: string
  readonly family: string
  readonly message: string
  readonly cure: string
  /** How many clinicians may let it pass with their reasons; 0: nobody (care C26). */
  readonly signatures: 0 | 1 | 2
}

/**
 * The same gate as for the project's own flows, on what changed. The way through the flow cannot change, so its proof
 * stands; the laws on words (length, one question, buttons that differ, STOP) are proven anew.
 * @throws HoldfastError flow.invalid if the flow has no such line.
 */
export function examineAdaptation(base: Flow, lines: readonly AdaptedLine[], isForOne: boolean): AdaptationFinding[] {
  const after = overlaid(base, lines)
  const laws = newIn(proveWords(base), proveWords(after)).map((finding) => ({
    ...told(finding),
    signatures: 0 as const,
  }))
  const words = newIn(lintScript(base, []), lintScript(after, [])).map((finding) => ({
    ...told(finding),
    signatures:
      finding.severity === 'error' && !(isForOne && finding.family === 'unlisted') ? (2 as const) : (1 as const),
  }))
  return [...laws, ...words]
}

function newIn<One extends Finding>(before: readonly One[], after: readonly One[]): One[] {
  const known = new Set(before.map(nameOf))
  return after.filter((finding) => !known.has(nameOf(finding)))
}

const nameOf = ({ rule, at, message }: Finding) => JSON.stringify([rule, at, message])

const told = ({ rule, family, message, cure }: Finding) => ({ rule, family, message, cure })
