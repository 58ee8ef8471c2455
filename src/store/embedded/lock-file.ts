import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { HoldfastError } from '../../core/errors.ts'

/** How the lock tells one process from another that later got the same number. */
export interface ProcessName {
  readonly pid: number
  /** When that process started, as its system says it; null where the system does not say. */
  readonly started: string | null
}

/** Takes the lock, or throws `store.locked`. A lock whose process is gone is taken over. Returns how to release it. */
export function takeLock(
  path: string,
  me: ProcessName = { pid: process.pid, started: startOf(process.pid) },
): () => void {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (create(path, me)) return () => rmSync(path, { force: true })
    const holder = read(path)
    if (holder && isAlive(holder)) {
      throw new HoldfastError(
        'store.locked',
        `Another Holdfast (process ${holder.pid}) has this data folder open; its database admits one at a time. Use the commands beside a running server, or stop it first. If there is no such process, delete ${path}.`,
      )
    }
    putAside(path, holder, me)
  }
  throw new HoldfastError('store.locked', `The lock ${path} cannot be taken: another process keeps taking it.`, {
    retry: 'later',
  })
}

/** Written whole beside and linked into place: linking fails if the lock exists, and nobody sees half a lock. */
function create(path: string, me: ProcessName): boolean {
  const beside = `${path}.${me.pid}`
  try {
    writeFileSync(beside, JSON.stringify(me), { mode: 0o600 })
    linkSync(beside, path)
    return true
  } catch (error) {
    if (codeIs(error, 'EEXIST')) return false
    throw new HoldfastError(
      'store.refused',
      `The data folder cannot be written (${path}). Check that it exists and belongs to you.`,
    )
  } finally {
    rmSync(beside, { force: true })
  }
}

/** Moves a dead process's lock away; if in between another process took it, that one's lock is put back. */
function putAside(path: string, dead: ProcessName | null, me: ProcessName): void {
  const aside = `${path}.${me.pid}.dead`
  try {
    renameSync(path, aside)
    if (read(aside)?.pid !== dead?.pid) linkSync(aside, path)
  } catch {
    // Gone already, or taken already: the next attempt sees which.
  } finally {
    rmSync(aside, { force: true })
  }
}

function read(path: string): ProcessName | null {
  try {
    const found: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof found !== 'object' || found === null || !('pid' in found) || typeof found.pid !== 'number') return null
    return { pid: found.pid, started: 'started' in found && typeof found.started === 'string' ? found.started : null }
  } catch {
    return null
  }
}

function isAlive({ pid, started }: ProcessName): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!codeIs(error, 'EPERM')) return false // EPERM: somebody else's process, alive
  }
  const now = startOf(pid)
  return started === null || now === null || started === now
}

/** Linux tells when a process started (clock ticks since boot); elsewhere the number alone must do. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

function codeIs(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
