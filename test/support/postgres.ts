import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A PostgreSQL server of the test's own, in a temporary folder, gone afterwards. */
export interface PrivatePostgres {
  /** Its superuser's URL, for TEST_DATABASE_URL. */
  readonly url: string
  stop(): Promise<void>
}

/** Settings beside PostgreSQL's own defaults. Syncs stay on, so that what is measured is what is promised. */
const SETTINGS = ['listen_addresses=127.0.0.1', 'max_connections=400', 'log_min_messages=warning']

/**
 * Starts one, or returns null where PostgreSQL is not installed. PostgreSQL refuses to run as root; then it runs as
 * the user `postgres`, or `nobody`.
 */
export async function startPostgres(settings: readonly string[] = []): Promise<PrivatePostgres | null> {
  const bin = binFolder()
  if (!bin) return null
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-postgres-'))
  const user = process.getuid?.() === 0 ? unprivilegedUser() : undefined
  if (user) chownSync(folder, user.uid, user.gid)
  const as = user ?? {}
  const cluster = join(folder, 'cluster')
  execFileSync(join(bin, 'initdb'), ['-D', cluster, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C'], {
    ...as,
    cwd: folder,
    stdio: 'ignore',
  })
  const port = await freePort()
  const parameters = [...SETTINGS, `unix_socket_directories=${folder}`, `port=${port}`, ...settings].flatMap((s) => [
    '-c',
    s,
  ])
  const server = spawn(join(bin, 'postgres'), ['-D', cluster, ...parameters], {
    ...as,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  process.once('exit', () => server.kill('SIGINT')) // whatever ends us ends it
  const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  await readiness(server, join(bin, 'pg_isready'), port)
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      server.kill('SIGINT')
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function binFolder(): string | undefined {
  const versions = '/usr/lib/postgresql'
  const installed = existsSync(versions) ? readdirSync(versions).sort((a, b) => Number(b) - Number(a)) : []
  const candidates = [
    ...installed.map((version) => join(versions, version, 'bin')),
    '/usr/local/bin',
    '/opt/homebrew/bin',
    '/usr/bin',
  ]
  return candidates.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_isready')))
}

function unprivilegedUser(): { uid: number; gid: number } {
  const people = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const found = people.find(([name]) => name === 'postgres') ?? people.find(([name]) => name === 'nobody')
  if (!found) throw new Error('PostgreSQL does not run as root, and there is no user postgres or nobody to run it as')
  return { uid: Number(found[2]), gid: Number(found[3]) }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

/** The server says so on its log; until then it is asked whenever it says anything. */
function readiness(server: ReturnType<typeof spawn>, ask: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    server.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}: ${said.slice(-2000)}`)))
    const poll = setInterval(() => {
      try {
        execFileSync(ask, ['-q', '-h', '127.0.0.1', '-p', String(port)])
        clearInterval(poll)
        resolve()
      } catch {
        // not yet
      }
    }, 50)
    server.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
    server.once('exit', () => clearInterval(poll))
  })
}
