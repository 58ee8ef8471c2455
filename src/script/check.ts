import { parseFlow, parseTranslation } from './parse.ts'
import type { Parsed } from './parse.ts'
import { isSound } from './problem.ts'
import type { Problem } from './problem.ts'
import type { ResolveFlow } from './prove/law.ts'
import { prove, proveWords } from './prove/prove.ts'
import { linesOf } from './schema.ts'
import type { Flow } from './schema.ts'

/** A file of a flow's folder: `flow.yaml`, or a language. */
export interface FlowFile {
  readonly path: string
  readonly text: string
}

/** The machine contract of `holdfast check --json` (design 11): its keys are stable. */
export interface CheckReport {
  readonly ok: boolean
  readonly files: readonly {
    readonly file: string
    readonly flow: string | null
    readonly ok: boolean
    readonly states: number
    readonly problems: readonly ReportedProblem[]
  }[]
}

type ReportedProblem = Omit<Problem, 'file' | 'step'> & { readonly step: string | null }

/** What was found in one file. */
export interface CheckedFile {
  readonly file: string
  /** The flow in this file's language; null if its form could not be read. */
  readonly flow: Flow | null
  readonly states: number
  readonly lines: number
  readonly problems: readonly Problem[]
}

/** Check flows against each other and report by file. */
export function checkFlows(files: readonly FlowFile[]): CheckReport {
  return reportOf(examineFlows(files))
}

/**
 * Read and prove every file. `known` holds flows that may be run and translated without being checked themselves.
 * Every problem of every file is found at once; nothing is thrown.
 */
export function examineFlows(files: readonly FlowFile[], known: readonly FlowFile[] = []): CheckedFile[] {
  const bases = new Map(
    [...known, ...files].filter(isBase).map((file) => [folderOf(file), parseFlow(file.text, file.path)]),
  )
  const byName = new Map(
    [...bases.values()].flatMap(({ flow }) => (flow === null ? [] : [[String(flow.flow), flow] as const])),
  )
  const resolve: ResolveFlow = (name) => byName.get(name)
  return files.map((file) => (isBase(file) ? examineBase(file, bases, resolve) : examineTranslation(file, bases)))
}

/** The machine contract of what was found. */
export function reportOf(checked: readonly CheckedFile[]): CheckReport {
  const files = checked.map(({ file, flow, states, problems }) => ({
    file,
    flow: flow?.flow ?? nameFrom(file),
    ok: isSound(problems),
    states,
    problems: problems.map(reported),
  }))
  return { ok: files.every(({ ok }) => ok), files }
}

function examineBase(file: FlowFile, bases: ReadonlyMap<string, Parsed>, resolve: ResolveFlow): CheckedFile {
  const { flow, problems, source } = bases.get(folderOf(file)) ?? parseFlow(file.text, file.path)
  if (flow === null) return { file: file.path, flow, states: 0, lines: 0, problems }
  const { findings, states } = prove(flow, resolve)
  const all = [...problems, ...findings.map((finding) => source.problem(finding))].sort(inOrder)
  return { file: file.path, flow, states, lines: linesOf(flow).size, problems: all }
}

function examineTranslation(file: FlowFile, bases: ReadonlyMap<string, Parsed>): CheckedFile {
  const base = bases.get(folderOf(file))?.flow
  if (base === undefined || base === null)
    return { file: file.path, flow: null, states: 0, lines: 0, problems: [orphan(file, base === null)] }
  const { flow, problems, source } = parseTranslation(file.text, file.path, base)
  const words = flow === null ? [] : proveWords(flow).map((finding) => source.problem(finding))
  return {
    file: file.path,
    flow,
    states: 0,
    lines: flow === null ? 0 : linesOf(flow).size,
    problems: [...problems, ...words].sort(inOrder),
  }
}

function orphan(file: FlowFile, isUnread: boolean): Problem {
  return {
    rule: 'no-base',
    family: 'language',
    severity: 'error',
    file: file.path,
    step: undefined,
    line: 1,
    column: 1,
    text: file.text.split(/\r?\n/)[0] ?? '',
    message: isUnread
      ? 'The flow that this file translates cannot be read.'
      : 'There is no `flow.yaml` beside this file.',
    cure: isUnread
      ? 'Cure `flow.yaml` first.'
      : 'A flow lies in `flows/<flow>/flow.yaml`, its other languages beside it.',
  }
}

function reported({ file: _file, step, ...problem }: Problem): ReportedProblem {
  return { ...problem, step: step ?? null }
}

function inOrder(one: Problem, other: Problem): number {
  return one.line - other.line || one.column - other.column
}

function isBase(file: FlowFile): boolean {
  return file.path.split('/').at(-1) === 'flow.yaml'
}

function folderOf(file: FlowFile): string {
  return file.path.split('/').slice(0, -1).join('/')
}

function nameFrom(path: string): string | null {
  return path.split('/').at(-2) ?? null
}
