import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { bench, inWords } from '../../bench/bench.ts'
import { compare, type Counts } from '../../bench/figure.ts'

/* No figure is judged here: a timed test fails on a busy machine and says nothing. What is asserted is what is promised about their form. */

const TINY: Counts = {
  rounds: 2,
  enoughMs: 60_000,
  warmUp: 2,
  conversations: 2,
  embeddedMessages: 2,
  postgresMessages: 2,
  starts: 0,
}

const Figure = z.strictObject({
  name: z.string(),
  unit: z.enum(['us CPU', 'ms', 'messages/s']),
  value: z.number().positive(),
  least: z.number().positive(),
  most: z.number().positive(),
  rounds: z.int().positive(),
  better: z.enum(['lower', 'higher']),
  reference: z.string().nullable(),
  ratio: z.number().positive().nullable(),
})
const Report = z.strictObject({
  what: z.literal('holdfast bench'),
  quick: z.boolean(),
  node: z.string(),
  cpus: z.int().positive(),
  load: z.number().min(0),
  seconds: z.number().positive(),
  figures: z.array(Figure),
  notMeasured: z.array(z.strictObject({ name: z.string(), why: z.string() })),
})

test('every figure has its unit and its ratio to a reference of the same run', { timeout: 120_000 }, async () => {
  const told: string[] = []
  const report = await bench(TINY, true, (line) => told.push(line))
  const { figures, notMeasured } = Report.parse(JSON.parse(JSON.stringify(report)))
  const names = figures.map(({ name }) => name)
  expect(names).toEqual(
    expect.arrayContaining([
      'engine: a turn of ours',
      'restore: a frame read, stepped and written',
      'embedded: 1 in flight',
    ]),
  )
  for (const { name, reference, ratio } of figures) {
    expect(reference === null, name).toBe(ratio === null)
    expect(names, name).toContain(reference ?? name)
  }
  const both = [...names, ...notMeasured.map(({ name }) => name)].join('\n')
  expect(both).toContain("Telegraf's wizard")
  expect(both).toContain('PostgreSQL: ')
  expect(told.length).toBeGreaterThan(3)
  for (const name of names) expect(inWords(report)).toContain(name)
})

describe('comparing', () => {
  const ROUNDS = { rounds: 3, enoughMs: 60_000 }

  test('makes do with three rounds once it took long enough', async () => {
    const way = { name: 'a', round: () => 1 }
    const [figure] = await compare([way], { rounds: 9, enoughMs: -1 }, { unit: 'ms', better: 'lower' })
    expect(figure?.rounds).toBe(3)
  })

  test('takes the median of the ratios of each round, not the ratio of the medians', async () => {
    const values = { ours: [10, 40, 90], theirs: [10, 20, 30] }
    const way = (name: keyof typeof values) => ({ name, round: () => values[name].shift() ?? 0 })
    const [reference, own] = await compare([way('theirs'), way('ours')], ROUNDS, { unit: 'ms', better: 'lower' })
    expect(reference).toMatchObject({ value: 20, least: 10, most: 30, reference: null, ratio: null })
    expect(own).toMatchObject({ value: 40, least: 10, most: 90, reference: 'theirs', ratio: 2 })
  })

  test('goes through every other round backwards', async () => {
    const order: string[] = []
    const way = (name: string) => ({ name, round: () => order.push(name) })
    await compare([way('a'), way('b')], ROUNDS, { unit: 'ms', better: 'lower' })
    expect(order.join('')).toBe('abbaab')
  })
})

test('`holdfast bench --help` says how to install what it compares with', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['src/cli/holdfast.mjs', 'bench', '--help'])
  expect(stdout).toContain('--quick')
  expect(stdout).toContain('npm ci --prefix bench')
})
