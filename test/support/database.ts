import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createHash, randomBytes } from 'node:crypto'
import { PGlite } from '@electric-sql/pglite'
import { Client } from 'pg'
import { afterAll, describe } from 'vitest'
import type { Database } from '../../src/store/database.ts'
import { openEmbedded } from '../../src/store/embedded/embedded.ts'
import { migrate, schemaHash } from '../../src/store/migrate.ts'
import { type OpenedStore, type StoreOptions, storeOver } from '../../src/store/open-store.ts'
import { migratePostgres, openPostgres } from '../../src/store/postgres/postgres.ts'
import type { OwnerSession } from '../../src/store/sql.ts'

/** A fresh migrated store, with its clock in the test's hands. */
export interface TestStore extends OpenedStore {
  advanceTestClock(ms: number): Promise<void>
  /** For looking at rows past every policy, and for tampering. */
  readonly asSuperuser: <T>(work: (session: OwnerSession) => Promise<T>) => Promise<T>
  readonly database: Database
  /** Of the program's own login and of the owner; null on the embedded database. */
  readonly urls: { readonly app: string; readonly owner: string } | null
}

export const TEST_MASTER_KEY = createHash('sha256').update('a master key for tests').digest()

const SERVER = process.env['TEST_DATABASE_URL']

/**
 * Runs the same tests on the embedded database, or on PostgreSQL where TEST_DATABASE_URL names the superuser of a
 * private server: CI does one after the other, and neither twice. `open` gives the file's one store; tests keep apart by using clinics of their own.
 */
export function eachDatabase(
  name: string,
  tests: (open: () => Promise<TestStore>, kind: Database['kind']) => void,
): void {
  describe.skipIf(SERVER)(`${name} (embedded)`, () => {
    tests(onceForTheFile(openMemoryStore), 'pglite')
  })
  describe.skipIf(!SERVER)(`${name} (PostgreSQL)`, () => {
    tests(onceForTheFile(openPostgresStore), 'postgresql')
  })
}

function onceForTheFile(open: () => Promise<TestStore>): () => Promise<TestStore> {
  let opened: Promise<TestStore> | undefined
  afterAll(async () => {
    const store = await opened
    await store?.close()
  })
  return () => (opened ??= open())
}

/** The embedded database in memory, from a snapshot that is made once per version of the schema. */
export async function openMemoryStore(): Promise<TestStore> {
  const snapshot = await migratedSnapshot()
  const options: StoreOptions = { masterKey: TEST_MASTER_KEY, database: { kind: 'memory' }, testClock: true }
  const database = await openEmbedded({ folder: null, snapshot })
  const { asOwner } = database
  if (!asOwner) throw new Error('the embedded database has its owner inside')
  return withClock({
    ...(await storeOver(database, options)),
    database,
    urls: null,
    asSuperuser: (work) =>
      asOwner(async (session) => {
        await session.run('set local role none')
        return work(session)
      }),
  })
}

/** About half a second instead of two: kept beside the project's own data, named by what it was made from. */
async function migratedSnapshot(): Promise<Blob> {
  const folder = join(import.meta.dirname, '../../.holdfast')
  const name = `snapshot-${schemaHash().slice(0, 16)}.tar`
  const path = join(folder, name)
  if (!existsSync(path)) {
    const pglite = await PGlite.create()
    await pglite.exec(
      `create role holdfast_owner nologin createrole; grant create on database postgres to holdfast_owner; set role holdfast_owner`,
    )
    await migrate(
      {
        query: async <Row>(text: string, values: readonly unknown[] = []) =>
          (await pglite.query<Row>(text, [...values])).rows,
        run: async (script) => void (await pglite.exec(script)),
      },
      null,
    )
    await pglite.exec('reset role; checkpoint')
    const dump = await pglite.dumpDataDir('none')
    await pglite.close()
    mkdirSync(folder, { recursive: true })
    const isOld = (other: string) => other.startsWith('snapshot-') && !other.startsWith(name)
    for (const old of readdirSync(folder).filter(isOld)) rmSync(join(folder, old), { force: true })
    const beside = `${path}.${process.pid}`
    writeFileSync(beside, Buffer.from(await dump.arrayBuffer()))
    renameSync(beside, path) // whoever is last wins; all are the same
  }
  return new Blob([readFileSync(path)])
}

/** A PostgreSQL database of its own, cloned from a migrated template; the program's login owns nothing. */
export async function openPostgresStore(): Promise<TestStore> {
  const database = `holdfast_${randomBytes(6).toString('hex')}`
  await withServer(async (server) => {
    const template = await ensureTemplate(server)
    await server.query(`create database ${database} template ${template} owner holdfast_test_owner`)
  })
  const urls = { app: urlOf('holdfast_test_app', database), owner: urlOf('holdfast_test_owner', database) }
  const opened = await openPostgres({ url: urls.app, ownerUrl: urls.owner })
  const options: StoreOptions = {
    masterKey: TEST_MASTER_KEY,
    database: { kind: 'postgresql', url: urls.app, ownerUrl: urls.owner },
    testClock: true,
  }
  const store = await storeOver(opened, options)
  return withClock({
    ...store,
    database: opened,
    urls,
    asSuperuser: (work) => withServer(work, database),
    async close() {
      await store.close()
      await withServer((server) => server.query(`drop database ${database} with (force)`))
    },
  })
}

/** One template per version of the schema; made by whoever comes first, under a lock. */
async function ensureTemplate(server: OwnerSession): Promise<string> {
  const template = `holdfast_template_${schemaHash().slice(0, 16)}`
  await server.query('select pg_advisory_lock(1)')
  try {
    for (const role of ['holdfast_test_owner createrole', 'holdfast_test_app']) {
      const there = await server.query('select from pg_roles where rolname = $1', [role.split(' ')[0]])
      if (there.length === 0) await server.run(`create role ${role} login password 'test'`)
    }
    if ((await server.query('select from pg_database where datname = $1', [template])).length > 0) return template
    const half = `${template}_half`
    await server.query(`drop database if exists ${half}`)
    await server.query(`create database ${half} owner holdfast_test_owner`)
    await migratePostgres(urlOf('holdfast_test_owner', half), 'holdfast_test_app')
    await server.query(`alter database ${half} rename to ${template}`)
    return template
  } finally {
    await server.query('select pg_advisory_unlock(1)')
  }
}

async function withServer<T>(work: (session: OwnerSession) => Promise<T>, database?: string): Promise<T> {
  const url = new URL(SERVER ?? '')
  if (database) url.pathname = `/${database}`
  const client = new Client({ connectionString: url.href })
  await client.connect()
  try {
    return await work({
      query: async <Row>(text: string, values: readonly unknown[] = []) =>
        (await client.query(text, [...values])).rows as Row[],
      run: async (script) => void (await client.query(script)),
    })
  } finally {
    await client.end()
  }
}

function urlOf(login: string, database: string): string {
  const url = new URL(SERVER ?? '')
  url.username = login
  url.password = 'test'
  url.pathname = `/${database}`
  return url.href
}

function withClock(store: Omit<TestStore, 'advanceTestClock'> & Pick<OpenedStore, 'advanceTestClock'>): TestStore {
  const { advanceTestClock } = store
  if (!advanceTestClock) throw new Error('a test store has a test clock')
  return { ...store, advanceTestClock }
}
