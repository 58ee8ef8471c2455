import type { ClinicSettings } from '../core/plan.ts'
import { DIRECTORY, type DirectoryRow } from './directory-rows.ts'

/** The numbers that the clinic rang or read itself; each counts like a verification. */
export type Confirmed = NonNullable<ClinicSettings['confirmedNumbers']>

/** How far a row can be relied on today. */
export interface Standing {
  readonly state: 'verified' | 'unverified' | 'expired'
  /** The last day on which somebody checked it, and the last on which that counts; null: nobody ever did. */
  readonly verifiedOn: string | null
  readonly expiresOn: string | null
}

/** A check counts for 180 days (design 6), today included; the younger of the directory's and the clinic's own. Days are UTC. */
export function standingOf(row: DirectoryRow, today: Date, confirmed: Confirmed = []): Standing {
  const checks = [row.verifiedOn, ...confirmationsOf(row, confirmed).map(({ on }) => on)]
  const verifiedOn =
    checks
      .filter((on) => on !== null)
      .sort()
      .at(-1) ?? null
  if (verifiedOn === null) return { state: 'unverified', verifiedOn: null, expiresOn: null }
  const expiresOn = dayAfter(verifiedOn, DIRECTORY.expiresAfterDays)
  return { state: today.toISOString().slice(0, 10) > expiresOn ? 'expired' : 'verified', verifiedOn, expiresOn }
}

/** Whether somebody once checked it, however long ago. Without a clock, so that what a client reads never depends on it. */
export function isKnownGood(row: DirectoryRow, confirmed: Confirmed): boolean {
  return row.mark === 'R' || confirmationsOf(row, confirmed).length > 0
}

export type Verdict = 'yes' | 'unknown-country' | 'unverified' | 'expired'

/**
 * Whether a new client may be enrolled in this country (design 6): each emergency number and at least one line were
 * checked, and not too long ago. Somebody already enrolled keeps reading every number, whatever this says.
 */
export function mayEnrol(country: string, today: Date, confirmed: Confirmed = []): Verdict {
  const states = (kind: DirectoryRow['kind']) =>
    DIRECTORY.rows
      .filter((row) => row.country === country && row.kind === kind)
      .map((row) => standingOf(row, today, confirmed).state)
  const [emergency, lines] = [states('emergency'), states('line')]
  if (emergency.length === 0 || lines.length === 0) return 'unknown-country'
  if (emergency.every(isVerified) && lines.some(isVerified)) return 'yes'
  return emergency.includes('unverified') || lines.every((state) => state === 'unverified') ? 'unverified' : 'expired'
}

const isVerified = (state: Standing['state']) => state === 'verified'

/** Rows that somebody should check: never verified, or too long ago. Clients read them all the same. */
export function rowsToCheck(
  state: 'unverified' | 'expired',
  {
    today,
    confirmed = [],
    countries,
  }: { today: Date; confirmed?: Confirmed | undefined; countries: readonly string[] },
): DirectoryRow[] {
  return DIRECTORY.rows.filter(
    (row) => countries.includes(row.country) && standingOf(row, today, confirmed).state === state,
  )
}

/** Rows in words for a clinician: each country with its numbers. */
export function numbersOf(rows: readonly DirectoryRow[]): string {
  const byCountry = Map.groupBy(rows, ({ country }) => country)
  return [...byCountry]
    .map(([country, own]) => `${country} ${[...new Set(own.map(({ number }) => number))].join(', ')}`)
    .join('; ')
}

/** Whether two ways of writing it are one number: only what is dialled counts, and of a page its letters. */
export const sameNumber = (one: string, other: string): boolean => dialled(one) === dialled(other)

const dialled = (number: string) => number.toLowerCase().replace(/[^\p{L}\d]/gu, '')

function confirmationsOf({ country, number }: DirectoryRow, confirmed: Confirmed) {
  return confirmed.filter((one) => one.country === country && sameNumber(one.number, number))
}

function dayAfter(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString()
}
