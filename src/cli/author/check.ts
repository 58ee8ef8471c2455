import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { examineFlows, reportOf } from '../../script/check.ts'
import type { CheckedFile, FlowFile } from '../../script/check.ts'
import { isSound, printProblem } from '../../script/problem.ts'

/** The flows of this project, wherever the command is called from. */
const PROJECT_FLOWS = fileURLToPath(new URL('../../../flows', import.meta.url))

/**
 * `holdfast check`: read and prove flow files or folders of them, without paths all flows of the project. Flows beside a
 * checked one, and those of the project, may be run by it without being checked themselves.
 * @returns the exit code: 0 if nothing refuses any flow, else 1.
 */
export async function check(paths: string[], options: { json: boolean }): Promise<number> {
  const asked = paths.length === 0 ? [PROJECT_FLOWS] : paths
  const missing = asked.filter((path) => !existsSync(path))
  if (missing.length > 0)
    return refuse(
      missing.map((path) => `There is no ${path}.`),
      options,
    )
  const found = [...new Set(asked.flatMap((path) => filesAt(resolve(path))))]
  if (found.length === 0) return refuse([`There is no .yaml file in ${asked.map(shown).join(', ')}.`], options)
  const checked = examineFlows(found.map(read), [...contextOf(found)].map(read))
  const report = reportOf(checked)
  console.log(options.json ? JSON.stringify(report, null, 2) : inWords(checked))
  return report.ok ? 0 : 1
}

function refuse(sentences: readonly string[], { json }: { json: boolean }): number {
  const cure = 'Give a flow file or a folder of flows, for example `holdfast check flows/grounding`.'
  if (json) console.log(JSON.stringify({ ok: false, files: [] }))
  console.error([...sentences, `Cure: ${cure}`].join('\n'))
  return 1
}

function filesAt(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  return globSync('**/*.{yaml,yml}', { cwd: path })
    .map((name) => resolve(path, name))
    .sort()
}

/** What a checked flow may run or translate: the project's flows, and over them those that lie beside it. */
function contextOf(found: readonly string[]): Set<string> {
  const beside = found.flatMap((file) =>
    globSync('../*/flow.yaml', { cwd: resolve(file, '..') }).map((name) => resolve(file, '..', name)),
  )
  const own = existsSync(PROJECT_FLOWS) ? filesAt(PROJECT_FLOWS) : []
  return new Set([...own, ...beside].filter((file) => !found.includes(file)))
}

function read(path: string): FlowFile {
  return { path: shown(path), text: readFileSync(path, 'utf8') }
}

/** With `/` on every system: the checker knows a flow by its folder. */
function shown(path: string): string {
  return relative(process.cwd(), resolve(path)).replaceAll('\\', '/')
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
  return [...problems.map((problem) => `${printProblem(problem)}\n`), ...files, sum].join('\n')
}
