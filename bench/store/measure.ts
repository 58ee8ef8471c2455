import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { Client } from 'pg'
import { openEmbedded } from '../../src/store/embedded/embedded.ts'
import { migratePostgres, openPostgres } from '../../src/store/postgres/postgres.ts'
import { startPostgres } from '../../test/support/postgres.ts'
import { compare, type Counts, type Figure, type Report } from '../figure.ts'
import { clinicUnderLoad, type ClinicUnderLoad } from './clinic.ts'
import { bareMessage, preparePgbench } from './same-functions.ts'

const RATE = { unit: 'messages/s', better: 'higher' } as const
const AT_ONCE = 16

/** Messages taken and turned per second on the embedded database, on files; beside its own functions called bare. */
export async function measureEmbedded(counts: Counts): Promise<Figure[]> {
  const { embeddedMessages } = counts
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-'))
  const database = await openEmbedded({ folder })
  const clinic = await clinicUnderLoad(database, { kind: 'embedded', folder }, 1)
  try {
    const bare = bareMessage(await clinic.handedApart(0))
    const ways = [
      {
        name: 'embedded: the same functions, called bare',
        round: () => perSecond(embeddedMessages, () => bare(database.engine)),
      },
      { name: 'embedded: 1 in flight', round: () => perSecond(embeddedMessages, () => clinic.says(0)) },
    ]
    return await compare(ways, counts, RATE)
  } finally {
    await clinic.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The same on a PostgreSQL of the bench's own, 1 and 16 in flight, beside pgbench with the same functions. */
export async function measurePostgres(counts: Counts): Promise<Pick<Report, 'figures' | 'notMeasured'>> {
  const server = await startPostgres()
  const why = 'PostgreSQL and pgbench are not installed. On Debian and Ubuntu: apt-get install postgresql'
  if (!server) return { figures: [], notMeasured: [{ name: 'PostgreSQL: 1 and 16 in flight', why }] }
  try {
    const urls = await makeDatabase(server.url)
    const database = await openPostgres({ url: urls.app, ownerUrl: urls.owner })
    const clinic = await clinicUnderLoad(database, { kind: 'postgresql', url: urls.app, ownerUrl: urls.owner }, AT_ONCE)
    try {
      const pgbench = await preparePgbench(clinic, urls)
      const figures: Figure[] = []
      for (const inFlight of [1, AT_ONCE]) {
        const messages = counts.postgresMessages * inFlight
        const ways = [
          { name: `pgbench: ${inFlight} in flight`, round: () => pgbench(inFlight, counts.postgresMessages) },
          { name: `PostgreSQL: ${inFlight} in flight`, round: () => manyPerSecond(clinic, messages, inFlight) },
        ]
        figures.push(...(await compare(ways, counts, RATE)))
      }
      return { figures, notMeasured: [] }
    } finally {
      await clinic.close()
    }
  } finally {
    await server.stop()
  }
}

async function perSecond(messages: number, one: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  for (let message = 0; message < messages; message++) await one()
  return (messages / (performance.now() - begin)) * 1000
}

async function manyPerSecond(clinic: ClinicUnderLoad, messages: number, inFlight: number): Promise<number> {
  const each = messages / inFlight
  const begin = performance.now()
  const talking = Array.from({ length: inFlight }, async (_none, client) => {
    for (let message = 0; message < each; message++) await clinic.says(client)
  })
  await Promise.all(talking)
  return (messages / (performance.now() - begin)) * 1000
}

export interface Urls {
  readonly superuser: string
  readonly owner: string
  readonly app: string
}

/** A database whose program's login owns nothing, as in production. */
async function makeDatabase(superuser: string): Promise<Urls> {
  const client = new Client({ connectionString: superuser })
  await client.connect()
  for (const role of ['bench_owner login createrole', 'bench_app login']) await client.query(`create role ${role}`)
  await client.query('create database bench owner bench_owner')
  await client.end()
  const [owner, app] = [urlOf(superuser, 'bench_owner'), urlOf(superuser, 'bench_app')]
  await migratePostgres(owner, 'bench_app')
  return { superuser: urlOf(superuser, 'postgres'), owner, app }
}

function urlOf(superuser: string, login: string): string {
  const url = new URL(superuser)
  url.username = login
  url.pathname = '/bench'
  return url.href
}
