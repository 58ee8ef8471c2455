/**
 * For properties: the same invented cases in every run, so that a test fails by a change and not by chance.
 * `HOLDFAST_TEST_SEED=1 npm test` tries others.
 */
export const CASES = { seed: Number(process.env['HOLDFAST_TEST_SEED'] ?? 20_261_128) }

/** Chance that repeats: the same seed gives the same choices (mulberry32). */
export function chanceFrom(seed: number) {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    /** True this often, 0 to 1. */
    often: (share: number) => next() < share,
    /** A whole number from 0 up to, not including, `below`. */
    below: (below: number) => Math.floor(next() * below),
    one: <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)]!,
  }
}
