import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HoldfastError } from '../../src/core/errors.ts'
import { controlFolder } from './run/control-server.ts'

const ENTRY = fileURLToPath(new URL('../../src/cli/holdfast.mjs', import.meta.url))
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-entry-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

interface Surroundings {
  readonly input?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Runs the command as a person does, in a folder of its own and with nothing in the environment but the path. */
function holdfast(args: readonly string[], { input = '', env = {} }: Surroundings = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [ENTRY, ...args],
      { cwd: folder, env: { PATH: process.env['PATH'] ?? '', HOLDFAST_DATA_DIR: join(folder, 'data'), ...env } },
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
    child.stdin?.end(input)
  })
}

describe('exit codes', () => {
  test.each([
    [['--help'], 0],
    [['flags', '--help'], 0],
    [['bogus'], 2],
    [['client', 'add'], 2],
    [['screen'], 2],
    [['check', 'no/such/place'], 1],
  ] as const)('%j is %d', async (args, code) => {
    const ran = await holdfast(args)
    expect(ran.code).toBe(code)
    expect(ran.err).not.toContain('Warning')
  })

  test('a wrong configuration is 2, with every cure', async () => {
    const ran = await holdfast(['doctor'], { env: { PORT: 'high', HOLDFAST_KEY: 'low' } })
    expect(ran).toMatchObject({ code: 2, out: '' })
    expect(ran.err).toContain('PORT')
    expect(ran.err).toContain('HOLDFAST_KEY')
  })

  test('chat and data commands without a server or clinic say what to do', async () => {
    expect(await holdfast(['chat'])).toMatchObject({ code: 1 })
    const ran = await holdfast(['flags', '--json'])
    expect(ran).toMatchObject({ code: 1, out: '' })
    expect(ran.err).toMatch(/start/)
  })
})

test('a command asks the server that runs on the data folder, and prints what it says', async () => {
  const control = controlFolder()
  const asked: unknown[] = []
  await control.opens({
    'people.flags': async (args) => {
      asked.push(args)
      return []
    },
    'people.doctor': async () => ({
      ok: false,
      findings: [{ check: 'chain', light: 'bad', says: 'Nobody.', cure: 'Add one.' }],
    }),
    'people.takeFlag': async () => {
      throw new HoldfastError('command.refused', 'Somebody has taken it.')
    },
  })
  const env = { HOLDFAST_DATA_DIR: dirname(control.path) }
  try {
    expect(await holdfast(['flags', 'list', '--all'], { env })).toMatchObject({ code: 0, out: 'Nothing to look at.\n' })
    expect(await holdfast(['flags', '--json'], { env })).toMatchObject({ code: 0, out: '[]\n' })
    expect(asked).toEqual([{ all: true }, {}])
    expect(await holdfast(['doctor'], { env })).toMatchObject({
      code: 1,
      out: expect.stringContaining('Cure: Add one.'),
    })
    expect(await holdfast(['flags', 'take', 'x'], { env })).toMatchObject({ code: 1, err: 'Somebody has taken it.\n' })
  } finally {
    await control.remove()
  }
})

describe('help', () => {
  test.each([
    ['start', 'chat', 'check', 'sign', 'screen', 'doctor', 'migrate', 'flags'],
    ['flags list', 'flags take', 'flags close', 'latch lower', 'client add', 'client list', 'client pair'],
    ['clinician add', 'clinician list', 'clinician pair', 'link list', 'link confirm'],
  ])('of %s and the others has an example', async (...commands) => {
    const helps = await Promise.all(commands.map((command) => holdfast([...command.split(' '), '--help'])))
    for (const { code, out } of helps) {
      expect(code).toBe(0)
      expect(out).toMatch(/Example:\n {2}\S*.*holdfast/)
    }
  })
})

test('screen answers line by line with levels and rules, and never with the words', async () => {
  const input = ['{"id":"a","text":"i want to die"}', '', '{"id":2,"text":"a calm lake"}', 'none'].join('\n')
  const ran = await holdfast(['screen', '--jsonl'], { input })
  expect(ran.code).toBe(1)
  expect(ran.err).toContain('Line 4')
  const lines = ran.out.trim().split('\n')
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { id: 'a', level: 'red', categories: ['S2'], rules: ['en.S2.want-to-die'] },
    { id: 2, level: 'none', categories: [], rules: [] },
  ])
  expect(ran.out).not.toContain('lake')
})
