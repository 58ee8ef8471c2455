import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { PGlite, type Transaction } from '@electric-sql/pglite'
import { Kysely, PGliteDialect } from 'kysely'
import { HoldfastError } from '../../core/errors.ts'
import type { Database } from '../database.ts'
import { DurableFileSystem } from './durable-file-system.ts'
import { forKysely } from './for-kysely.ts'
import { syncTree } from './sync-tree.ts'
import { startUpkeep } from './upkeep.ts'
import { takeLock } from './lock-file.ts'
import { migrate, schemaHash } from '../migrate.ts'
import type { OwnerSession, Sql } from '../sql.ts'
import type { Tables } from '../tables.ts'
import { translating } from '../translate-error.ts'
import { createWaker } from '../wake.ts'

/** What the first seconds are spent on, for whoever waits at a terminal. */
export type Progress = (stage: 'opening' | 'creating' | 'migrating' | 'ready') => void

export interface EmbeddedOptions {
  /** The data folder; null: in memory, gone at the end. */
  readonly folder: string | null
  /** A migrated database to begin from (`dumpDataDir`); only in memory. */
  readonly snapshot?: Blob
  readonly progress?: Progress
  /** The files of a database folder; tests watch them, or take their teeth out. */
  readonly filesAt?: (path: string) => DurableFileSystem
}

/** PGlite's own start parameters, without `-F`, which turns every sync off, and with a sync that its file system has. */
const START = ['--single', '-O', '-j'].concat(
  [
    'search_path=public',
    'exit_on_error=false',
    'log_checkpoints=false',
    'max_worker_processes=0',
    'max_parallel_workers=0',
    'max_parallel_workers_per_gather=0',
    'max_parallel_maintenance_workers=0',
    'io_method=sync',
    'fsync=on',
    'synchronous_commit=on',
    'wal_sync_method=fsync',
  ].flatMap((setting) => ['-c', setting]),
)

/** The owner of everything inside; PGlite's own `postgres` is a superuser, for whom no policy would count. */
const OWNER = `do $$ begin
  if not exists (select from pg_roles where rolname = 'holdfast_owner') then
    create role holdfast_owner nologin createrole;
    execute format('grant create on database %I to holdfast_owner', current_database());
  end if;
end $$`

/**
 * Opens the embedded database, one process at a time, and brings it up to date. Throws `store.locked` if another
 * process has the folder, `store.not-durable` if a commit does not reach the disk.
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<Database> {
  const { folder, progress = () => undefined } = options
  if (folder === null) return finish(await openInMemory(options.snapshot, progress), { durable: false, progress })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const release = takeLock(join(folder, 'holdfast.lock'))
  try {
    const { pglite, files } = await openFolder(join(folder, 'database'), options)
    await bringUp(pglite)
    await proveDurable(pglite, files)
    return finish(pglite, { durable: true, progress, release })
  } catch (error) {
    release()
    throw error
  }
}

async function openInMemory(snapshot: Blob | undefined, progress: Progress): Promise<PGlite> {
  progress('opening')
  const pglite = await PGlite.create(snapshot ? { loadDataDir: snapshot } : {})
  progress('migrating')
  await bringUp(pglite)
  return pglite
}

async function openFolder(
  path: string,
  options: EmbeddedOptions,
): Promise<{ pglite: PGlite; files: DurableFileSystem }> {
  const { progress = () => undefined, filesAt = (at) => new DurableFileSystem(at) } = options
  if (!existsSync(path)) {
    progress('creating')
    // Made beside, synced as a whole, then renamed: a first start that is cut off leaves nothing half made behind.
    const beside = `${path}.new`
    rmSync(beside, { recursive: true, force: true })
    await (await start(filesAt(beside))).close()
    syncTree(beside)
    await rename(beside, path)
  }
  progress('opening')
  const files = filesAt(path)
  const pglite = await start(files)
  progress('migrating')
  return { pglite, files }
}

function start(files: DurableFileSystem): Promise<PGlite> {
  return PGlite.create({ fs: files, startParams: START })
}

async function bringUp(pglite: PGlite): Promise<void> {
  await pglite.exec(OWNER)
  await pglite.exec('set role holdfast_owner')
  await migrate(ownerOf(pglite), null)
  await pglite.exec('reset role; grant pg_maintain to holdfast_engine; set role holdfast_owner')
}

/** Fails closed: what is told to a platform as stored must survive the power. */
async function proveDurable(pglite: PGlite, files: DurableFileSystem): Promise<void> {
  const before = files.syncs
  await pglite.exec(`comment on schema holdfast is '${schemaHash()}'`)
  const { rows } = await pglite.query<{ fsync: string }>("select current_setting('fsync') as fsync")
  if (files.syncs > before && rows[0]?.fsync === 'on') return
  await pglite.close()
  throw new HoldfastError(
    'store.not-durable',
    'The embedded database does not write its commits to the disk, so a stored message could be lost with the power. Use the version of @electric-sql/pglite that package-lock.json names, or a PostgreSQL server (DATABASE_URL).',
  )
}

interface Finish {
  readonly durable: boolean
  readonly progress: Progress
  readonly release?: () => void
}

async function finish(pglite: PGlite, { durable, progress, release }: Finish): Promise<Database> {
  // The one session's usual role; console transactions and the owner's step out of it for their own length.
  await pglite.exec('set role holdfast_engine')
  progress('ready')
  const waker = createWaker()
  const stopUpkeep = startUpkeep(pglite)
  return {
    kind: 'pglite',
    durable,
    engine: sqlOf(pglite),
    console: new Kysely<Tables>({ dialect: new PGliteDialect({ pglite: forKysely(pglite) }) }),
    asAuditor: (work) =>
      translating(() =>
        pglite.transaction(async (transaction) => {
          await transaction.exec('set transaction read only; set local role holdfast_auditor')
          return work(sqlOf(transaction))
        }),
      ),
    asOwner: (work) =>
      translating(() =>
        pglite.transaction(async (transaction) => {
          await transaction.exec('set local role holdfast_owner')
          return work({ ...sqlOf(transaction), run: async (script) => void (await transaction.exec(script)) })
        }),
      ),
    onWake: (listener) => waker.onWake(listener),
    wake: () => waker.wake(),
    async close() {
      waker.stop()
      stopUpkeep()
      if (!pglite.closed) await pglite.close()
      release?.()
    },
  }
}

/**
 * PGlite runs inside this process and answers without ever leaving the turn of the event loop. Whoever calls in a
 * loop would starve every timer and socket (seen: no delivery in 300 turns), so each statement lets the others in.
 */
function sqlOf(session: PGlite | Transaction): Sql {
  return {
    query: <Row>(text: string, values: readonly unknown[] = []) =>
      translating(async () => {
        const { rows } = await session.query<Row>(text, [...values])
        await setImmediate()
        return rows
      }),
  }
}

function ownerOf(pglite: PGlite): OwnerSession {
  return { ...sqlOf(pglite), run: (script) => translating(async () => void (await pglite.exec(script))) }
}
