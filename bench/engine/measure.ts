import { compare, type Counts, type Figure, type Report } from '../figure.ts'
import { ours } from './ours.ts'
import { reducer } from './reducer.ts'
import { telegraf } from './telegraf.ts'
import { cpuPerTurn, walked, type Walker } from './walk.ts'

export const NO_TELEGRAF = 'Telegraf is not installed. Install it with: npm ci --prefix bench'

/** CPU of one turn, in memory: ours, the floor, and Telegraf where it is installed. All say the same words, or nothing is measured. */
export async function measureEngine(counts: Counts): Promise<Pick<Report, 'figures' | 'notMeasured'>> {
  const { conversations, warmUp } = counts
  const [floor, own, peer] = [reducer(), await ours(), await telegraf()]
  const walkers = [floor, own, ...(peer ? [peer] : [])]
  await mustAgree(walkers)
  for (const walker of walkers) await cpuPerTurn(walker, warmUp)
  const ways = walkers.map((walker) => ({ name: walker.name, round: () => cpuPerTurn(walker, conversations) }))
  const figures: Figure[] = await compare(ways, counts, { unit: 'us CPU', better: 'lower' })
  return { figures, notMeasured: peer ? [] : [{ name: "engine: Telegraf's wizard", why: NO_TELEGRAF }] }
}

async function mustAgree(walkers: readonly Walker[]): Promise<void> {
  const [first, ...others] = await Promise.all(walkers.map((walker) => walked(walker, -1)))
  const differs = others.findIndex((read) => JSON.stringify(read) !== JSON.stringify(first))
  if (differs < 0) return
  throw new Error(
    `${walkers[differs + 1]?.name} does not say what the reducer says, so there is nothing to compare:\n${JSON.stringify(others[differs], null, 1)}\n${JSON.stringify(first, null, 1)}`,
  )
}
