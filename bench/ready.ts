import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { compare, type Counts, type Figure } from './figure.ts'

const ROOT = join(import.meta.dirname, '..')

/** How long the whole server needs until it takes messages: on a new folder once, and on one that is there. */
export async function measureReady({ starts, enoughMs }: Counts): Promise<Figure[]> {
  if (starts === 0) return []
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-'))
  try {
    const first = await compare(
      [
        { name: 'start: node alone', round: () => nodeAlone() },
        { name: 'start: ready, new folder', round: () => untilReady(folder) },
      ],
      { rounds: 1, enoughMs },
      { unit: 'ms', better: 'lower' },
    )
    const again = await compare(
      [
        { name: 'start: node alone', round: () => nodeAlone() },
        { name: 'start: ready again', round: () => untilReady(folder) },
      ],
      { rounds: starts, enoughMs },
      { unit: 'ms', better: 'lower' },
    )
    return [...again, ...first.slice(1)]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function nodeAlone(): Promise<number> {
  const begin = performance.now()
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit')
  return performance.now() - begin
}

async function untilReady(folder: string): Promise<number> {
  const begin = performance.now()
  const server = spawn(process.execPath, [join(ROOT, 'src/cli/holdfast.mjs'), 'start'], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], HOLDFAST_DATA_DIR: folder, PORT: '0' },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const gone = once(server, 'exit')
  let printed = ''
  await new Promise<void>((resolve, reject) => {
    server.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      if (printed.includes('Holdfast is ready')) resolve()
    })
    server.once('exit', (code) => reject(new Error(`The server ended with ${code} before it was ready: ${printed}`)))
  })
  const took = performance.now() - begin
  server.kill('SIGTERM')
  await gone
  return took
}
