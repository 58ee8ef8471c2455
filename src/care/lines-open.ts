import { DIRECTORY, type DirectoryRow } from '../rails/directory-rows.ts'
import { hoursStand, spansOn } from './cover.ts'
import type { Span } from './look-ahead.ts'

/**
 * Whether somebody answers in every one of these stretches: `open`: the directory says so of a line (one line per stretch is
 * enough); `unknown`: it does not say it of any; `shut`: it says of all lines that they are shut at some time of one (care C1).
 */
export function linesOpen(
  country: string,
  stretches: readonly Span[],
  rows = DIRECTORY.rows,
): 'open' | 'unknown' | 'shut' {
  const lines = rows.filter((row) => row.country === country && row.kind !== 'emergency')
  const each = stretches.map((stretch) => {
    const says = lines.map((row) => isOpen(row, stretch))
    if (says.includes(true)) return 'open'
    return says.length > 0 && says.every((one) => one === false) ? 'shut' : 'unknown'
  })
  if (each.includes('shut')) return 'shut'
  return each.includes('unknown') ? 'unknown' : 'open'
}

/** Null: its hours are not known. */
function isOpen({ open }: DirectoryRow, { from, to }: Span): boolean | null {
  if (open === undefined) return null
  if (open === 'always') return true
  const hours = { zone: open.zone, cover: open.windows }
  const first = from.toTemporalInstant().toZonedDateTimeISO(open.zone).toPlainDate().subtract({ days: 1 })
  const days = first.until(to.toTemporalInstant().toZonedDateTimeISO(open.zone).toPlainDate()).total('days')
  // It changes nowhere but at an edge of its own windows, so looking there and at the beginning is enough.
  const edges = Array.from({ length: days + 1 }, (_none, ahead) => spansOn(hours, first.add({ days: ahead })))
    .flat()
    .flatMap((span) => [span.from, span.to])
    .filter((edge) => edge > from.getTime() && edge < to.getTime())
  return [from.getTime(), ...edges].every((edge) => hoursStand(hours, new Date(edge)))
}
