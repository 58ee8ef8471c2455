import { DIRECTORY, type DirectoryRow } from './reviewed.ts'

/** What a crisis line of ours states: numbers of the client's own country, never blank (P13). */
export interface CrisisFacts {
  readonly emergency: string
  readonly 'crisis-line': string
  readonly 'crisis-text': string
  readonly finder: string
}

/**
 * The numbers for a country. A country that the directory does not know gets the international finder and 'your local
 * emergency number': a wrong number is worse than none (113 is a crisis line in one country and the ambulance in another).
 */
export function crisisFacts(country: string, minor: boolean): CrisisFacts {
  const rows = DIRECTORY.rows.filter((row) => row.country === country)
  const first = (kind: DirectoryRow['kind']) => rows.find((row) => row.kind === kind)
  const line = (minor ? first('youth') : undefined) ?? first('line')
  const text = first('text')
  const finder = DIRECTORY.finder.text
  return {
    emergency: first('emergency')?.number ?? 'your local emergency number',
    'crisis-line': line ? named(line) : finder,
    'crisis-text': text ? `text ${named(text)}` : finder,
    finder,
  }
}

function named(row: DirectoryRow): string {
  return row.name === row.number ? row.number : `${row.name} ${row.number}`
}

/** Whether a new client may be enrolled in this country: its rows exist and none is past its date (design 6). */
export function mayEnrol(country: string, today: Date): 'yes' | 'unknown-country' | 'expired' {
  const rows = DIRECTORY.rows.filter((row) => row.country === country)
  if (!rows.some((row) => row.kind === 'emergency') || !rows.some((row) => row.kind === 'line'))
    return 'unknown-country'
  return rows.some((row) => isExpired(row, today)) ? 'expired' : 'yes'
}

/** Rows past their date, shown to clients all the same; `doctor` tells the clinic every day. */
export function expiredRows(today: Date): DirectoryRow[] {
  return DIRECTORY.rows.filter((row) => isExpired(row, today))
}

/** Rows that nobody has verified on the service's own page. */
export function unverifiedRows(): DirectoryRow[] {
  return DIRECTORY.rows.filter((row) => row.mark !== 'R')
}

/** Countries that a client can be enrolled in. */
export function countries(): string[] {
  return [...new Set(DIRECTORY.rows.map((row) => row.country))]
}

function isExpired(row: DirectoryRow, today: Date): boolean {
  return today.getTime() - Date.parse(row.verifiedOn) > DIRECTORY.expiresAfterDays * 24 * 60 * 60_000
}
