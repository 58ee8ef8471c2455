import { reportOf } from '../../script/check.ts'
import type { CheckedFile } from '../../script/check.ts'
import { STARTER_LINES, starterLines } from '../../script/prove/starter.ts'
import { isSound, printProblem } from '../../script/problem.ts'
import { flowsAt } from './flow-files.ts'
import type { Asked } from './flow-files.ts'

/**
 * Looks at flow files and prints what was found, for people or as the machine contract of design 11.
 * @returns the exit code: 0 if nothing refuses any flow, else 1.
 */
export function reportOn(
  paths: readonly string[],
  { command, json }: { command: 'check' | 'lint'; json: boolean },
  look: (asked: Asked) => CheckedFile[],
): number {
  const asked = flowsAt(paths)
  if ('missing' in asked) {
    const cure = `Give a flow file or a folder of flows, for example \`holdfast ${command} flows/grounding\`.`
    if (json) console.log(JSON.stringify({ ok: false, files: [] }))
    console.error([...asked.missing, `Cure: ${cure}`].join('\n'))
    return 1
  }
  const checked = look(asked)
  const report = reportOf(checked)
  console.log(json ? JSON.stringify(report, null, 2) : inWords(checked))
  return report.ok ? 0 : 1
}

function inWords(checked: readonly CheckedFile[]): string {
  const problems = checked.flatMap((file) => file.problems)
  const files = checked.map(({ file, states, lines, problems: its }) => {
    const verdict = isSound(its) ? 'ok     ' : 'refused'
    return `${verdict}  ${file}  ${lines} lines${states > 0 ? `, ${states} states` : ''}`
  })
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const states = checked.reduce((sum, file) => sum + file.states, 0)
  const lines = checked.reduce((sum, file) => sum + file.lines, 0)
  const sum = `${checked.length} files, ${lines} lines, ${states} states: ${errors} errors, ${problems.length - errors} warnings.`
  const starter = starterLines(checked)
  const budget =
    starter === null
      ? []
      : [`Starter set: ${starter} lines to read before the first client, of at most ${STARTER_LINES}.`]
  return [...problems.map((problem) => `${printProblem(problem)}\n`), ...files, sum, ...budget].join('\n')
}
