import { examineFlows } from '../script/check.ts'
import type { CheckedFile, FlowFile } from '../script/check.ts'
import type { Problem } from '../script/problem.ts'
import { Source } from '../script/read/source.ts'
import { lintScript } from './lint-script.ts'
import type { LintFinding } from './lint-script.ts'
import type { Waiver } from './waivers.ts'

export interface Beside {
  /** Flows that may be run and translated without being checked themselves. */
  readonly known?: readonly FlowFile[]
  /** What is waived in a file. */
  readonly waivers: (file: FlowFile) => readonly Waiver[]
}

/** The laws say these already, in the same place. */
const SAID_BY_A_LAW = new Set(['L21', 'L36'])

/** The laws and the linter over every file: what `holdfast check` says. Nothing is thrown. */
export function examine(files: readonly FlowFile[], beside: Beside): CheckedFile[] {
  return examineFlows(files, beside.known).map((checked, index) => {
    const linted = lintedProblems(checked, files[index], beside).filter(({ rule }) => !SAID_BY_A_LAW.has(rule))
    return { ...checked, problems: [...checked.problems, ...linted].sort(inOrder) }
  })
}

/** The linter alone: what `holdfast lint` says. A file whose form cannot be read keeps the problems of its form. */
export function lintFiles(files: readonly FlowFile[], beside: Beside): CheckedFile[] {
  return examineFlows(files, beside.known).map((checked, index) =>
    checked.flow === null ? checked : { ...checked, problems: lintedProblems(checked, files[index], beside) },
  )
}

/** What may be signed: a warning of the linter that no clinician has waived refuses the script like an error. */
export function examineForSigning(files: readonly FlowFile[], beside: Beside): CheckedFile[] {
  return examine(files, beside).map((checked) => ({
    ...checked,
    problems: checked.problems.map((problem) => (isRule(problem) ? { ...problem, severity: 'error' } : problem)),
  }))
}

function isRule({ rule }: Problem): boolean {
  return /^L\d\d$/.test(rule)
}

function lintedProblems({ flow }: CheckedFile, file: FlowFile | undefined, { waivers }: Beside): Problem[] {
  if (flow === null || file === undefined) return []
  const source = new Source(file.path, file.text)
  const isTranslation = !file.path.endsWith('flow.yaml')
  return lintScript(flow, waivers(file))
    .map((finding) => source.problem(isTranslation ? translated(finding) : finding))
    .sort(inOrder)
}

/** A translation has its lines by their ids, not by steps. */
function translated(finding: LintFinding): LintFinding {
  return { ...finding, at: [finding.line] }
}

function inOrder(one: Problem, other: Problem): number {
  return one.line - other.line || one.column - other.column
}
