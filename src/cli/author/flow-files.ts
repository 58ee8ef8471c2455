import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { HoldfastError } from '../../core/errors.ts'
import type { Beside } from '../../lint/examine.ts'
import { Waivers } from '../../lint/waivers.ts'
import type { Waiver } from '../../lint/waivers.ts'
import type { FlowFile } from '../../script/check.ts'

/** The flows of this project, wherever the command is called from. */
export const PROJECT_FLOWS = fileURLToPath(new URL('../../../flows', import.meta.url))

/** What lies beside the folders of flows and holds the exceptions of the linter. */
const WAIVERS = 'waivers.json'

/** What a command was asked to look at. */
export interface Asked {
  readonly files: readonly FlowFile[]
  readonly beside: Beside
}

/**
 * The flow files at these paths, without paths all flows of the project. Flows beside them, and those of the project, may
 * be run without being looked at themselves.
 * @returns sentences that say what is not there, if nothing can be looked at.
 */
export function flowsAt(paths: readonly string[]): Asked | { missing: string[] } {
  const asked = paths.length === 0 ? [PROJECT_FLOWS] : paths
  const missing = asked.filter((path) => !existsSync(path))
  if (missing.length > 0) return { missing: missing.map((path) => `There is no ${path}.`) }
  const found = [...new Set(asked.flatMap((path) => filesAt(resolve(path))))]
  if (found.length === 0) return { missing: [`There is no .yaml file in ${asked.map(shown).join(', ')}.`] }
  return { files: found.map(read), beside: { known: [...contextOf(found)].map(read), waivers: waiversBeside() } }
}

/**
 * The waivers of a folder of flows; none if it has no such file.
 * @throws HoldfastError `flow.invalid` naming the file and what is wrong in it.
 */
export function waiversIn(folder: string): readonly Waiver[] {
  const path = join(folder, WAIVERS)
  if (!existsSync(path)) return []
  const given = Waivers.safeParse(parsed(readFileSync(path, 'utf8')))
  if (given.success) return given.data.waivers
  const wrong = given.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`)
  throw new HoldfastError(
    'flow.invalid',
    `${shown(path)} cannot be read: ${wrong.join('; ')}. See docs/lint.md for a waiver.`,
  )
}

/** With `/` on every system: the checker knows a flow by its folder. */
export function shown(path: string): string {
  return relative(process.cwd(), resolve(path)).replaceAll('\\', '/')
}

function waiversBeside(): Beside['waivers'] {
  const found = new Map<string, readonly Waiver[]>()
  return ({ path }) => {
    const folder = dirname(dirname(resolve(path)))
    const known = found.get(folder) ?? waiversIn(folder)
    found.set(folder, known)
    return known
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
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
