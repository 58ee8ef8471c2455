import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import type { Sql } from '../../src/store/sql.ts'
import type { ClinicUnderLoad, Handed } from './clinic.ts'
import type { Urls } from './measure.ts'

/*
 * One message as the database sees it: the four calls that the program makes, with the payloads that it made. What the
 * program does in between (understand, step, render, seal) is left out: that is the difference that is measured.
 */
const VERBS = ['sender', 'receive', 'load_turn', 'commit_turn'] as const

/** The four calls through the program's own connection. */
export function bareMessage(handed: Handed): (sql: Sql) => Promise<void> {
  const parsed = new Map(VERBS.map((verb) => [verb, JSON.parse(handed.get(verb) ?? '{}') as Record<string, unknown>]))
  const call = async (sql: Sql, verb: (typeof VERBS)[number], change: object = {}) => {
    const payload = JSON.stringify({ ...parsed.get(verb), ...change })
    const rows = await sql.query<{ result: unknown }>(`select holdfast.${verb}($1::text::jsonb) as result`, [payload])
    return rows[0]?.result
  }
  return async (sql) => {
    await call(sql, 'sender')
    await call(sql, 'receive', { id: randomUUID(), externalId: randomUUID() })
    const loaded = (await call(sql, 'load_turn')) as {
      version: number
      barrier: number
      message: { id: string; link: string }
    }
    const { version, barrier, message } = loaded
    const before = parsed.get('commit_turn') as { rows: readonly object[] }
    const rows = before.rows.map((row) => ({ ...row, id: randomUUID() }))
    const cause = { kind: 'message', id: message.id, link: message.link }
    const done = await call(sql, 'commit_turn', { version, barrier, cause, rows })
    if (done !== 'committed') throw new Error(`A bare turn was ${String(done)}, so the figures would mean nothing.`)
  }
}

const SCRIPT = `
select holdfast.sender(p) from bench.handed where client = :client_id and verb = 'sender';
select holdfast.receive(p || jsonb_build_object('id', gen_random_uuid(), 'externalId', gen_random_uuid()))
  from bench.handed where client = :client_id and verb = 'receive';
select v->>'version' as version, v->>'barrier' as barrier, v->'message'->>'id' as message
  from (select holdfast.load_turn(p) as v from bench.handed where client = :client_id and verb = 'load_turn') x \\gset
select 1 / (holdfast.commit_turn(jsonb_set(p, '{cause,id}', to_jsonb(:message::text)) || jsonb_build_object(
    'version', :version::bigint, 'barrier', :barrier::bigint,
    'rows', (select jsonb_agg(r || jsonb_build_object('id', gen_random_uuid())) from jsonb_array_elements(p->'rows') r)
  )) = 'committed')::int
  from bench.handed where client = :client_id and verb = 'commit_turn';
`

/** pgbench over the four calls, each of its clients with a conversation of its own. Resolves with messages per second. */
export async function preparePgbench(
  clinic: ClinicUnderLoad,
  urls: Urls,
): Promise<(inFlight: number, messagesEach: number) => Promise<number>> {
  const client = new Client({ connectionString: urls.superuser })
  await client.connect()
  await client.query('create schema bench; create table bench.handed (client int, verb text, p jsonb)')
  await client.query('grant usage on schema bench to bench_app; grant select on bench.handed to bench_app')
  for (let n = 0; n < clinic.clients; n++) {
    const handed = await clinic.handedApart(n)
    for (const verb of VERBS)
      await client.query('insert into bench.handed values ($1, $2, $3)', [n, verb, handed.get(verb)])
  }
  await client.query('analyze bench.handed')
  await client.end()
  return async (inFlight, messagesEach) => {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-pgbench-'))
    try {
      const script = join(folder, 'message.sql')
      writeFileSync(script, SCRIPT)
      const counts = ['-c', inFlight, '-j', Math.min(2, inFlight), '-t', messagesEach].map(String)
      const args = ['-n', '-M', 'prepared', '-f', script, ...counts, urls.app]
      const { stdout, stderr } = await promisify(execFile)(pgbenchPath(), args)
      const [, tps] = /tps = ([\d.]+)/.exec(stdout) ?? []
      if (tps === undefined || /ERROR|aborted/.test(stderr)) throw new Error(`pgbench failed: ${stderr.slice(0, 500)}`)
      return Number(tps)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

function pgbenchPath(): string {
  const [newest] = globSync('/usr/lib/postgresql/*/bin/pgbench').sort().toReversed()
  return (
    newest ?? ['/usr/local/bin', '/opt/homebrew/bin'].map((bin) => join(bin, 'pgbench')).find(existsSync) ?? 'pgbench'
  )
}
