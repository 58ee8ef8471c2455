import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { startPostgres } from '../test/support/postgres.ts'

/** What touches the database; the rest is the same on either. */
const THESE = [
  'test/{store,turn,escalation,fault}/**/*.test.ts',
  'test/cli/commands.test.ts',
  'test/console/access.test.ts',
]

/** Among them, and about the embedded database or a process of its own: the first run has them. */
const NOT_AGAIN = [
  'test/store/records/restored.test.ts',
  'test/store/embedded.test.ts',
  'test/fault/kill.test.ts',
  'test/fault/telegram-process.test.ts',
]

const [report = 'postgres.json'] = process.argv.slice(2)
// No test pulls the plug, and waiting for the disk at every commit was a good part of the time; bench keeps its syncs.
const server = await startPostgres(['fsync=off', 'full_page_writes=off'])
if (!server) throw new Error('PostgreSQL is not installed.')
try {
  const vitest = 'node_modules/vitest/vitest.mjs'
  const files = globSync(THESE, { exclude: NOT_AGAIN })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const run = spawn(process.execPath, [vitest, 'run', ...files, ...reporters], {
    stdio: 'inherit',
    env: { ...process.env, TEST_DATABASE_URL: server.url },
  })
  const [code] = (await once(run, 'exit')) as [number | null]
  process.exitCode = code ?? 1
} finally {
  await server.stop()
}
