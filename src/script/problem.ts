/**
 * What a problem is about. `form`: how it is written · `flow`: where it leads · `safety`: a promise · `budget`: care C14 ·
 * `language`: the words. The others are the linter's (design 5).
 */
export type ProblemFamily =
  | 'form'
  | 'flow'
  | 'safety'
  | 'budget'
  | 'language'
  | 'leading'
  | 'supplies'
  | 'elicits'
  | 'tone'
  | 'unlisted'

/** One thing that is wrong in one place of one file, with its cure. An error refuses the flow; a warning asks for a look. */
export interface Problem {
  readonly rule: string
  readonly family: ProblemFamily
  readonly severity: 'error' | 'warning'
  readonly file: string
  readonly step: string | undefined
  /** Both count from 1. */
  readonly line: number
  readonly column: number
  /** The line of the file, as written. */
  readonly text: string
  /** What is wrong, naming the culprit; further lines are a counter-example as a transcript. */
  readonly message: string
  readonly cure: string
}

/** True if nothing among them refuses the flow. */
export function isSound(problems: readonly Problem[]): boolean {
  return problems.every((problem) => problem.severity !== 'error')
}

/** A problem for people: where, the line itself with a caret, what is wrong, and the cure. */
export function printProblem(problem: Problem): string {
  const number = String(problem.line)
  const margin = ' '.repeat(number.length)
  // Tabs stay tabs in front of the caret, so that it stands under the right letter in any terminal.
  const indent = problem.text.slice(0, problem.column - 1).replace(/[^\t]/g, ' ')
  return [
    `${problem.file}:${problem.line}:${problem.column}  ${problem.severity}  ${problem.rule}`,
    `  ${number} | ${problem.text}`,
    `  ${margin} | ${indent}^`,
    ...problem.message.split('\n').map((line) => `  ${line}`),
    `  Cure: ${problem.cure}`,
  ].join('\n')
}
