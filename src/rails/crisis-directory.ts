import { nameOfCountry } from './country-names.ts'
import { isKnownGood, type Confirmed } from './directory-standing.ts'
import { DIRECTORY, type DirectoryRow } from './directory-rows.ts'

/** What a crisis line of ours states: numbers of the client's own country, never blank (P13). */
export interface CrisisFacts {
  readonly emergency: string
  readonly 'crisis-line': string
  readonly 'crisis-text': string
  readonly finder: string
  readonly country: string
}

/**
 * The numbers for a country. A country that the directory does not know gets the international finder and 'your local
 * emergency number': a wrong number is worse than none (113 is a crisis line in one country and the ambulance in another).
 * The first row of a kind is stated; one that nobody verified gives way to one that somebody did. No row is ever left
 * out for its age.
 */
export function crisisFacts(country: string, minor: boolean, confirmed: Confirmed = []): CrisisFacts {
  const rows = rowsOf(country)
  const of = (kind: DirectoryRow['kind']) => {
    const all = rows.filter((row) => row.kind === kind)
    return [...all.filter((row) => isKnownGood(row, confirmed)), ...all.filter((row) => !isKnownGood(row, confirmed))]
  }
  const youth = minor ? of('youth') : []
  const [text] = of('text')
  const finder = DIRECTORY.finder.text
  return {
    emergency: emergencyIn(rows) || 'your local emergency number',
    'crisis-line': inEachLanguage(youth.length > 0 ? youth : of('line')) || finder,
    'crisis-text': text ? written(text) : finder,
    finder,
    country: nameOfCountry(country),
  }
}

const ROWS_OF = Map.groupBy(DIRECTORY.rows, ({ country }) => country)

export const rowsOf = (country: string): readonly DirectoryRow[] => ROWS_OF.get(country) ?? []

export const hasNumbersFor = (country: string): boolean => rowsOf(country).length > 0

/** Countries that the directory has numbers for. */
export function countries(): string[] {
  return [...ROWS_OF.keys()]
}

/** Every emergency number, since which one is right depends on what happened; where there are several, what each is for. */
function emergencyIn(rows: readonly DirectoryRow[]): string {
  return rows
    .filter(({ kind }) => kind === 'emergency')
    .map(({ name, number }) => (name === 'Emergency' ? number : `${number} (${name})`))
    .join(' or ')
}

/** The first line; where lines answer in one language only, the first of each language. */
function inEachLanguage(rows: readonly DirectoryRow[]): string {
  const [first] = rows
  if (!first) return ''
  if (!first.language) return named(first)
  const languages = [...new Set(rows.map(({ language }) => language))]
  return languages
    .flatMap((language) => rows.find((row) => row.language === language) ?? [])
    .map((row) => (row.language ? `${named(row)} (${row.language})` : named(row)))
    .join(' or ')
}

function written(row: DirectoryRow): string {
  if (row.way === 'chat') return `chat at ${row.number}`
  if (row.way === 'whatsapp') return `WhatsApp ${named(row)}`
  return row.word ? `text ${row.word} to ${row.number}` : `text ${named(row)}`
}

function named(row: DirectoryRow): string {
  return row.name === row.number ? row.number : `${row.name} ${row.number}`
}
