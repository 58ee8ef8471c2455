import { availableParallelism, loadavg } from 'node:os'
import { performance } from 'node:perf_hooks'
import { measureEngine } from './engine/measure.ts'
import { measureRestore } from './engine/restore.ts'
import { FULL, QUICK, type Counts, type Figure, type Report } from './figure.ts'
import { measureReady } from './ready.ts'
import { measureEmbedded, measurePostgres } from './store/measure.ts'

type Part = Pick<Report, 'figures'> & Partial<Pick<Report, 'notMeasured'>>

/** Everything, one part after the other: two at once would measure each other. */
export async function bench(counts: Counts, quick: boolean, tell: (line: string) => void): Promise<Report> {
  const begin = performance.now()
  const load = Number((loadavg()[0] ?? 0).toFixed(2))
  const parts: [string, () => Promise<Part>][] = [
    ['the engine', () => measureEngine(counts)],
    ['restore and step', async () => ({ figures: await measureRestore(counts) })],
    ['the embedded database', async () => ({ figures: await measureEmbedded(counts) })],
    ['PostgreSQL', () => measurePostgres(counts)],
    ['starting', async () => ({ figures: await measureReady(counts) })],
  ]
  const figures: Figure[] = []
  const notMeasured: Report['notMeasured'][number][] = []
  for (const [index, [name, measure]] of parts.entries()) {
    tell(`${index + 1} of ${parts.length}: ${name} …`)
    const part = await measure()
    figures.push(...part.figures)
    notMeasured.push(...(part.notMeasured ?? []))
  }
  const seconds = Number(((performance.now() - begin) / 1000).toFixed(1))
  return {
    what: 'holdfast bench',
    quick,
    node: process.version,
    cpus: availableParallelism(),
    load,
    seconds,
    figures,
    notMeasured,
  }
}

/** A table for people. */
export function inWords({ figures, notMeasured, cpus, load, seconds }: Report): string {
  const lines = figures.map(({ name, value, unit, least, most, reference, ratio }) => {
    const beside = reference === null ? 'reference' : `${ratio}x of ${reference}`
    return `${name.padEnd(45)} ${String(value).padStart(8)} ${unit.padEnd(10)}  ${`${least}..${most}`.padEnd(18)} ${beside}`
  })
  const missing = notMeasured.map(({ name, why }) => `Not measured: ${name}. ${why}`)
  return [...lines, ...missing, `${cpus} CPUs, load ${load} at the beginning, ${seconds} s.`].join('\n')
}

if (process.argv[1] === import.meta.filename) {
  const quick = process.argv.includes('--quick')
  const report = await bench(quick ? QUICK : FULL, quick, (line) => console.error(line))
  console.log(process.argv.includes('--json') ? JSON.stringify(report, null, 2) : inWords(report))
}
