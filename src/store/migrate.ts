import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HoldfastError } from '../core/errors.ts'
import { ensureRoles } from './roles.ts'
import { firstOf, type OwnerSession } from './sql.ts'

interface SqlFile {
  readonly name: string
  readonly text: string
  readonly hash: string
}

/** Any fixed number; whoever migrates holds this advisory lock. */
const LOCK = 4_653_110_829
/** What a migration has to find before the first one runs. */
const LEDGER = `
create table if not exists holdfast.migrations (
  name text primary key, hash text not null, at timestamptz not null default clock_timestamp());
create table if not exists holdfast.function_files (
  name text primary key, hash text not null, at timestamptz not null default clock_timestamp());`

/**
 * Brings a database to this version of the program, as its owner and under a lock: new migrations once, each in a
 * transaction of its own; functions and grants whenever their text changed. `appLogin` is made a member of the two
 * group roles. Throws `store.refused` with the cure if the owner may not do something.
 */
export async function migrate(owner: OwnerSession, appLogin: string | null): Promise<void> {
  await owner.query(`select pg_advisory_lock(${LOCK})`)
  try {
    await ensureRoles(owner, appLogin)
    await ensureSchemas(owner)
    await owner.run(LEDGER)
    await runMigrations(owner)
    await applyFunctions(owner)
  } finally {
    await owner.query(`select pg_advisory_unlock(${LOCK})`)
  }
}

/** What the whole of the migrations and functions is, as one hash: names a snapshot of a migrated database. */
export function schemaHash(): string {
  const files = [...sqlFiles('migrations'), ...sqlFiles('functions'), grants()]
  return sha256(files.map((file) => file.hash).join(' '))
}

async function ensureSchemas(owner: OwnerSession): Promise<void> {
  for (const schema of ['holdfast', 'holdfast_keys']) {
    const found = firstOf(
      await owner.query<{ there: boolean }>('select to_regnamespace($1) is not null as there', [schema]),
    )
    if (!found.there) await owner.run(`create schema ${schema}`)
  }
}

async function runMigrations(owner: OwnerSession): Promise<void> {
  const done = await ledger(owner, 'migrations')
  for (const file of sqlFiles('migrations')) {
    const before = done.get(file.name)
    if (before === file.hash) continue
    if (before !== undefined) {
      throw new HoldfastError(
        'store.refused',
        `The migration ${file.name} was changed after it ran. Bring its text back and write a new one.`,
      )
    }
    await inTransaction(owner, async () => {
      await owner.run(file.text)
      await owner.query('insert into holdfast.migrations (name, hash) values ($1, $2)', [file.name, file.hash])
    })
  }
}

async function applyFunctions(owner: OwnerSession): Promise<void> {
  const done = await ledger(owner, 'function_files')
  const changed = [...sqlFiles('functions'), grants()].filter((file) => done.get(file.name) !== file.hash)
  if (changed.length === 0) return
  await inTransaction(owner, async () => {
    // A function may name another that a later file makes; bodies are checked when they run, which tests do.
    await owner.run('set local check_function_bodies = off')
    for (const file of [...changed.filter((f) => f.name !== 'grants.sql'), grants()]) {
      await owner.run(file.text)
      await owner.query(
        'insert into holdfast.function_files (name, hash) values ($1, $2) on conflict (name) do update set hash = excluded.hash, at = excluded.at',
        [file.name, file.hash],
      )
    }
  })
}

async function ledger(owner: OwnerSession, table: 'migrations' | 'function_files'): Promise<Map<string, string>> {
  const rows = await owner.query<{ name: string; hash: string }>(`select name, hash from holdfast.${table}`)
  return new Map(rows.map((row) => [row.name, row.hash]))
}

async function inTransaction(owner: OwnerSession, work: () => Promise<void>): Promise<void> {
  await owner.run('begin')
  try {
    await work()
    await owner.run('commit')
  } catch (error) {
    await owner.run('rollback')
    throw error
  }
}

function sqlFiles(folder: string): SqlFile[] {
  const names = readdirSync(join(import.meta.dirname, folder)).filter((name) => name.endsWith('.sql'))
  return names.sort().map((name) => sqlFile(join(folder, name), name))
}

function grants(): SqlFile {
  return sqlFile('grants.sql', 'grants.sql')
}

function sqlFile(path: string, name: string): SqlFile {
  const text = readFileSync(join(import.meta.dirname, path), 'utf8')
  return { name, text, hash: sha256(text) }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
