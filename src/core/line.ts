import { z } from 'zod'
import type { FlowId, ScriptHash } from './ids.ts'

/** Where a line stands: script, step, and its place in the step (`say.0`, `choose.ready`, `rate.low`). */
export interface LineRef {
  readonly script: ScriptHash
  readonly flow: FlowId
  readonly step: string
  readonly line: string
}

let make: (ref: LineRef, template: string) => ScriptLine

/**
 * One reviewed sentence of a signed script (P1). No constructor is reachable from outside: a line exists only
 * because `lineOfSignedScript` made it, which `src/script/library.ts` alone may import (test/architecture.test.ts).
 */
export class ScriptLine {
  readonly #template: string
  readonly ref: LineRef
  private constructor(ref: LineRef, template: string) {
    this.ref = ref
    this.#template = template
  }
  /** The sentence with its slots still open. */
  template(): string {
    return this.#template
  }
  static {
    make = (ref, template) => new ScriptLine(ref, template)
  }
}

/** Only for the script library, and only for a script that a clinician has signed. */
export function lineOfSignedScript(ref: LineRef, template: string): ScriptLine {
  return make(ref, template)
}

/** One line of a script in other words: `step/say.0`, or a button `step/choose.ready`. */
export const AdaptedLine = z.strictObject({ line: z.string(), text: z.string().trim().min(1).max(1_000) })
export type AdaptedLine = z.infer<typeof AdaptedLine>

/** A signed script with some lines in other words: for one client, or for everybody of a clinic (care C26). */
export interface Adaptation {
  /** The script that it comes to. */
  readonly hash: ScriptHash
  readonly base: ScriptHash
  readonly lines: readonly AdaptedLine[]
}
