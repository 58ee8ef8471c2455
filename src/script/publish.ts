import { HoldfastError } from '../core/errors.ts'
import type { FlowId, Lang, ScriptHash } from '../core/ids.ts'
import { canonicalForm, hashOf } from './canonical.ts'
import { examineFlows, type CheckedFile, type FlowFile } from './check.ts'
import { isSound } from './problem.ts'

/** A script on its way into the store: proven, in its canonical form, named by its hash. */
export interface PublishedScript {
  readonly hash: ScriptHash
  readonly flow: FlowId
  readonly lang: Lang
  readonly body: string
}

/**
 * The scripts of a set of flow files. All or nothing: with one error in one file, none is loaded. `examine` says what is
 * an error; for what a clinician may sign it must be the gate of `src/lint/examine.ts`.
 * @throws HoldfastError flow.invalid, which names the files; `holdfast check` says where and why.
 */
export function scriptsIn(
  files: readonly FlowFile[],
  examine: (files: readonly FlowFile[]) => CheckedFile[] = examineFlows,
): PublishedScript[] {
  const checked = examine(files)
  const refused = checked.filter(({ problems }) => !isSound(problems)).map(({ file }) => file)
  if (refused.length > 0) {
    throw new HoldfastError(
      'flow.invalid',
      `Nothing was loaded: ${refused.join(', ')} did not pass. Run \`holdfast check\` for the lines and cures.`,
    )
  }
  return checked.flatMap(({ flow }) => {
    if (!flow) return []
    const body = canonicalForm(flow)
    return [{ hash: hashOf(body), flow: flow.flow, lang: flow.lang, body }]
  })
}
