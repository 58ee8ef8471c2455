import { Kysely, PostgresDialect } from 'kysely'
import { Client, Pool, type ClientBase, type PoolConfig } from 'pg'
import { HoldfastError } from '../../core/errors.ts'
import type { AsAuditor } from '../auditor/auditor.ts'
import type { Database } from '../database.ts'
import { migrate, schemaHash } from '../migrate.ts'
import { listen } from './listen.ts'
import { GROUPS, refuseTooMuch, standingOf } from '../roles.ts'
import { firstOf, type OwnerSession, type Sql } from '../sql.ts'
import type { Tables } from '../tables.ts'
import { translating } from '../translate-error.ts'

export interface PostgresOptions {
  /** The program's own login: a member of the two group roles, owner of nothing. */
  readonly url: string
  /** The owner's login; null: someone else migrates. */
  readonly ownerUrl: string | null
  /** Accept an owner or superuser as the program's login. */
  readonly singleRole?: boolean
  /** Connections of each pool. */
  readonly poolSize?: number
}

const POOL_SIZE = 10
/** Long enough for a busy pool, short enough that an adapter can answer from memory in time (design 3: 5 s). */
const CONNECT_WITHIN_MS = 4_000
/** A statement of the program takes milliseconds; one that is silent this long is a lost connection. */
const ANSWER_WITHIN_MS = 15_000
const PATIENCE = {
  connectionTimeoutMillis: CONNECT_WITHIN_MS,
  statement_timeout: ANSWER_WITHIN_MS,
  query_timeout: ANSWER_WITHIN_MS,
  keepAlive: true,
}
/** Row-level security and functions are used as PostgreSQL 15 has them. */
const OLDEST_SERVER = 150_000

/** Opens a PostgreSQL database: migrates as the owner if it may, refuses a login that may too much, takes on the two roles. */
export async function openPostgres(options: PostgresOptions): Promise<Database> {
  const { url, ownerUrl, singleRole = false, poolSize = POOL_SIZE } = options
  const migrator = ownerUrl ?? (singleRole ? url : null)
  if (migrator !== null) await migratePostgres(migrator, loginOf(url))
  await withClient(url, (login) => check(login, singleRole))
  const config: PoolConfig = { connectionString: url, max: poolSize, ...PATIENCE }
  const engine = poolAs('holdfast_engine', config)
  const console = poolAs('holdfast_console', config)
  const auditor = auditorOver(url)
  const waker = await listen(url)
  return {
    kind: 'postgresql',
    durable: true,
    engine: sqlOf(engine),
    console: new Kysely<Tables>({ dialect: new PostgresDialect({ pool: console }) }),
    asAuditor: auditor.asAuditor,
    ...(migrator !== null && { asOwner: (work) => asOwner(migrator, work) }),
    onWake: (listener) => waker.onWake(listener),
    wake: () => waker.wake(),
    async close() {
      await Promise.all([waker.close(), engine.end(), console.end(), auditor.close()])
    },
  }
}

/** Migrates as the owner, and writes down which version of the program the database is at. */
export async function migratePostgres(ownerUrl: string, appLogin: string | null): Promise<void> {
  await withClient(ownerUrl, async (owner) => {
    await migrate(owner, appLogin)
    await owner.run(`comment on schema holdfast is '${schemaHash()}'`)
  })
}

async function check(sql: Sql, singleRole: boolean): Promise<void> {
  if (!singleRole) refuseTooMuch(await standingOf(sql))
  const found = firstOf(
    await sql.query<{ at: string | null; server: number }>(
      "select obj_description(to_regnamespace('holdfast'), 'pg_namespace') as at, current_setting('server_version_num')::int as server",
    ),
  )
  if (found.server < OLDEST_SERVER) {
    throw new HoldfastError(
      'config.invalid',
      'The PostgreSQL server of DATABASE_URL is too old. Holdfast needs version 15 or newer.',
    )
  }
  if (found.at !== schemaHash()) {
    throw new HoldfastError(
      'store.refused',
      'The database is not at this version of Holdfast. Run `holdfast migrate` with DATABASE_OWNER_URL, or start with it set.',
    )
  }
}

/** Each new connection takes on its role before anybody gets it; one that cannot is not used. */
function poolAs(role: (typeof GROUPS)[number], config: PoolConfig): Pool {
  const pool = new Pool({
    ...config,
    // pg's types say that there is always an error; there is one only if there was one
    verify: (client, done) => client.query(`set role ${role}`, (error: Error | null) => done(error ?? undefined)),
  })
  pool.on('error', () => undefined) // an idle connection broke; the next query opens another and reports for itself
  return pool
}

/** The auditor's own connection: read-only transactions as `holdfast_auditor`, whatever the login may do beside. */
export function auditorOver(url: string): { asAuditor: AsAuditor; close: () => Promise<void> } {
  const pool = poolAs('holdfast_auditor', { connectionString: url, max: 1, ...PATIENCE })
  return {
    asAuditor: (work) =>
      translating(async () => {
        const client = await pool.connect()
        try {
          await client.query('begin read only')
          const result = await work(sqlOf(client))
          await client.query('commit')
          client.release()
          return result
        } catch (error) {
          client.release(true)
          throw error
        }
      }),
    close: () => pool.end(),
  }
}

/** Statements are few and fixed, so each connection keeps them prepared under a name. */
const names = new Map<string, string>()

function sqlOf(session: Pool | ClientBase): Sql {
  return {
    query: <Row>(text: string, values: readonly unknown[] = []) =>
      translating(async () => {
        const name = names.get(text) ?? `holdfast_${names.size}`
        names.set(text, name)
        const found = await session.query({ name, text, values: [...values] })
        return found.rows as Row[]
      }),
  }
}

async function withClient<T>(url: string, work: (owner: OwnerSession) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_WITHIN_MS })
  client.on('error', () => undefined) // the statement that was running reports for itself
  await translating(() => client.connect())
  try {
    return await work({
      query: <Row>(text: string, values: readonly unknown[] = []) =>
        translating(async () => (await client.query(text, [...values])).rows as Row[]),
      run: (script) => translating(async () => void (await client.query(script))),
    })
  } finally {
    await client.end()
  }
}

function asOwner<T>(url: string, work: (owner: OwnerSession) => Promise<T>): Promise<T> {
  return withClient(url, async (owner) => {
    await owner.run('begin')
    const result = await work(owner)
    await owner.run('commit') // an error on the way closes the connection, which rolls back
    return result
  })
}

/** The role that a database URL logs in as. */
function loginOf(url: string): string {
  try {
    return decodeURIComponent(new URL(url).username)
  } catch {
    throw new HoldfastError(
      'config.invalid',
      'DATABASE_URL is no URL; write it as postgresql://login:password@host:5432/database.',
    )
  }
}
