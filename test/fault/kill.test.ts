import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { connectControl, type ControlClient } from '../../src/cli/run/control-client.ts'
import { controlPath } from '../../src/cli/run/control.ts'

/* The real server on the embedded database, killed with -9 in the middle of a practice, and started again. */

const folder = mkdtempSync(join(tmpdir(), 'holdfast-kill-'))
let server: ChildProcess | undefined

afterEach(() => {
  server?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

async function startServer(): Promise<void> {
  const child = spawn(process.execPath, ['src/cli/holdfast.mjs', 'start'], {
    env: { PATH: process.env['PATH'], HOLDFAST_DATA_DIR: folder, PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  server = child
  let printed = ''
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      if (printed.includes('Holdfast is ready')) resolve()
    })
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${printed}`)))
  })
}

async function killServer(): Promise<void> {
  const child = server
  if (!child) return
  child.removeAllListeners('exit')
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

interface Line {
  readonly text: string
  readonly buttons: readonly { token: string; label: string }[]
}

/** The client's terminal: says something and reads until a question comes. */
async function terminal() {
  const control: ControlClient = await connectControl(controlPath(folder))
  const lines: Line[] = []
  let arrived = () => {}
  control.onEvent((event) => {
    if (event['event'] !== 'message') return
    lines.push(event as unknown as Line)
    arrived()
  })
  await control.request('terminal.open', { address: 'terminal:demo' })
  const until = async (wanted: (line: Line) => boolean, from: number): Promise<Line> => {
    for (;;) {
      const found = lines.slice(from).find(wanted)
      if (found) return found
      await new Promise<void>((resolve) => (arrived = resolve))
    }
  }
  return {
    lines,
    close: () => control.close(),
    until,
    /** Says words that no question follows. The same words keep the same key, as when a platform offers them again. */
    async tells(text: string): Promise<void> {
      await control.request('terminal.say', { kind: 'text', value: text, key: `only-${text}` })
    },
    /** Says words and answers with the next line that asks. */
    async says(text: string): Promise<Line> {
      const from = lines.length
      await control.request('terminal.say', { kind: 'text', value: text, key: randomUUID() })
      return until((line) => line.buttons.length > 0, from)
    },
  }
}

test(
  'killed in the middle of a practice, it goes on with a kind re-entry and no imagery line',
  { timeout: 120_000 },
  async () => {
    await startServer()
    const before = await terminal()
    const welcome = ['hello', 'Yes, I want this', 'Go on without trying', 'Go on without trying']
    for (const text of welcome) await before.says(text)
    await before.tells('No, not now')
    for (const text of ['hi', 'My place', 'skip', 'skip', 'Yes, ready', '3']) await before.says(text)
    await before.tells('8') // the imagery begins with a line and a pause
    await killServer()

    await startServer()
    const after = await terminal()
    const entry = await after.until((line) => line.buttons.some(({ label }) => label === 'Settle me'), 0)
    expect(after.lines[0]?.text).toContain('I was not working for a while')
    expect(entry.buttons.map(({ label }) => label)).toContain('I am not OK')
    expect(after.lines.map(({ text }) => text).join(' ')).not.toMatch(/What do you notice|Find a position/)

    // The platform offers the last message again, because nobody said that it was stored: it is the same message.
    await after.tells('8')
    const card = await after.says('9')
    expect(card.buttons.map(({ label }) => label)).toContain('Not safe')
    after.close()
    before.close()
  },
)
