import { performance } from 'node:perf_hooks'

/** One measured thing. Wall times and rates are of this machine in this minute; the ratio is what can be compared. */
export interface Figure {
  readonly name: string
  readonly unit: 'us CPU' | 'ms' | 'messages/s'
  /** Median of the rounds, and the least and most of them. */
  readonly value: number
  readonly least: number
  readonly most: number
  readonly rounds: number
  /** Whether a small or a large value is good. */
  readonly better: 'lower' | 'higher'
  /** What it stands beside, measured in the same rounds; null only for the references themselves. */
  readonly reference: string | null
  /** value / reference, the median of the rounds' own ratios. */
  readonly ratio: number | null
}

export interface Report {
  readonly what: 'holdfast bench'
  readonly quick: boolean
  readonly node: string
  readonly cpus: number
  /** Load of the last minute when it began: above the number of CPUs the wall figures are other people's too. */
  readonly load: number
  readonly seconds: number
  readonly figures: readonly Figure[]
  /** What could not be measured here, and what to do about it. */
  readonly notMeasured: readonly { readonly name: string; readonly why: string }[]
}

/** How much of everything; a test takes tiny ones. */
export interface Counts {
  readonly rounds: number
  /** After three rounds a comparison that took this long makes do with them: a busy machine gets fewer, not later. */
  readonly enoughMs: number
  /** Conversations of twelve turns before the first round, so that what is compiled while it runs is compiled. */
  readonly warmUp: number
  /** The same per round. */
  readonly conversations: number
  readonly embeddedMessages: number
  /** Per round, with one in flight; sixteen times as many with sixteen. */
  readonly postgresMessages: number
  /** Starts of the whole server; 0 leaves them out. */
  readonly starts: number
}

/** Within 50 seconds on two cores: 48 where messages were 20 on PostgreSQL. */
export const QUICK: Counts = {
  rounds: 3,
  enoughMs: 3_000,
  warmUp: 2000,
  conversations: 500,
  embeddedMessages: 20,
  postgresMessages: 14,
  starts: 1,
}
export const FULL: Counts = {
  rounds: 9,
  enoughMs: 60_000,
  warmUp: 5000,
  conversations: 5000,
  embeddedMessages: 300,
  postgresMessages: 500,
  starts: 5,
}

/** One way of doing the same work. Resolves with the value of one round. */
export interface Way {
  readonly name: string
  round(): Promise<number> | number
}

type Kind = Pick<Figure, 'unit' | 'better'>
type Rounds = Pick<Counts, 'rounds' | 'enoughMs'>

/** A median of fewer is a guess. */
const LEAST_ROUNDS = 3

/**
 * Rounds of all ways, interleaved, every other round backwards, so that what else the machine does falls on all alike.
 * The first way is the reference.
 */
export async function compare(ways: readonly Way[], { rounds, enoughMs }: Rounds, kind: Kind): Promise<Figure[]> {
  const begin = performance.now()
  const isEnough = (done: number) => done >= LEAST_ROUNDS && performance.now() - begin > enoughMs
  const values = new Map<string, number[]>(ways.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds && !isEnough(round); round++) {
    for (const way of round % 2 === 0 ? ways : ways.toReversed()) values.get(way.name)?.push(await way.round())
  }
  const [reference] = ways
  const base = values.get(reference?.name ?? '') ?? []
  return ways.map(({ name }): Figure => {
    const own = values.get(name) ?? []
    const isReference = name === reference?.name
    const ratio = isReference ? null : rounded(median(own.map((value, round) => value / (base[round] ?? Number.NaN))))
    return {
      name,
      ...kind,
      value: rounded(median(own)),
      least: rounded(Math.min(...own)),
      most: rounded(Math.max(...own)),
      rounds: own.length,
      reference: isReference ? null : (reference?.name ?? null),
      ratio,
    }
  })
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = Math.floor(sorted.length / 2)
  const [low = 0, high = 0] = [sorted[middle - 1], sorted[middle]]
  return sorted.length % 2 === 1 ? high : (low + high) / 2
}

/** Three digits: more would be noise. */
const rounded = (value: number) => Number(value.toPrecision(3))
