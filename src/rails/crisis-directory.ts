import { nameOfCountry } from './country-names.ts'
import { isKnownGood, type Confirmed } from './directory-standing.ts'
import type { Lang } from '../core/ids.ts'
import type { Contact } from '../core/message.ts'
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
export function crisisFacts(
  country: string,
  minor: boolean,
  confirmed: Confirmed = [],
  lang: Lang | 'en' = 'en',
): CrisisFacts {
  const words = numberWords(lang)
  const { line, text } = stated(country, minor, confirmed)
  const finder = DIRECTORY.finder.text
  return {
    emergency: emergencyIn(rowsOf(country), words) || words.localEmergency,
    'crisis-line': inEachLanguage(line, words) || finder,
    'crisis-text': text ? written(text, words) : finder,
    finder,
    country: nameOfCountry(country),
  }
}

/** The rows to be stated, the best first. */
function stated(country: string, minor: boolean, confirmed: Confirmed) {
  const of = (kind: DirectoryRow['kind']) => {
    const all = rowsOf(country).filter((row) => row.kind === kind)
    return [...all.filter((row) => isKnownGood(row, confirmed)), ...all.filter((row) => !isKnownGood(row, confirmed))]
  }
  const youth = minor ? of('youth') : []
  return { line: youth.length > 0 ? youth : of('line'), text: of('text')[0] }
}

/** Of what `crisisFacts` states, the numbers that can be rung from a card: those with an international form. */
export function crisisContacts(
  country: string,
  minor: boolean,
  confirmed: Confirmed = [],
  lang: Lang | 'en' = 'en',
): Readonly<Partial<Record<'crisis-line' | 'crisis-text', Contact>>> {
  const words = numberWords(lang)
  const { line, text } = stated(country, minor, confirmed)
  const card = (row: DirectoryRow | undefined, called: (name: string) => string): Contact | undefined =>
    row?.international === undefined
      ? undefined
      : { name: called(row.name === row.number ? row.international : row.name), number: row.international }
  const [ring, write] = [card(line[0], (name) => name), card(text, (name) => words.text(name))]
  return { ...(ring && { 'crisis-line': ring }), ...(write && { 'crisis-text': write }) }
}

const ROWS_OF = Map.groupBy(DIRECTORY.rows, ({ country }) => country)

export const rowsOf = (country: string): readonly DirectoryRow[] => ROWS_OF.get(country) ?? []

export const hasNumbersFor = (country: string): boolean => rowsOf(country).length > 0

/** Numbers that can also be written with their calling code, for channels whose phones link only that form (care C20). */
export function internationalForms(): { readonly written: string; readonly international: string }[] {
  return DIRECTORY.rows.flatMap(({ number, international }) =>
    international === undefined ? [] : [{ written: number, international }],
  )
}

/** Countries that the directory has numbers for. */
export function countries(): string[] {
  return [...ROWS_OF.keys()]
}

/** Every emergency number, since which one is right depends on what happened; where there are several, what each is for. */
function emergencyIn(rows: readonly DirectoryRow[], words: NumberWords): string {
  return rows
    .filter(({ kind }) => kind === 'emergency')
    .map(({ name, number }) => (name === 'Emergency' ? number : `${number} (${name})`))
    .join(` ${words.or} `)
}

/** The first line; where lines answer in one language only, the first of each language. */
function inEachLanguage(rows: readonly DirectoryRow[], words: NumberWords): string {
  const [first] = rows
  if (!first) return ''
  if (!first.language) return named(first)
  const languages = [...new Set(rows.map(({ language }) => language))]
  return languages
    .flatMap((language) => rows.find((row) => row.language === language) ?? [])
    .map((row) => (row.language ? `${named(row)} (${row.language})` : named(row)))
    .join(` ${words.or} `)
}

function written(row: DirectoryRow, words: NumberWords): string {
  if (row.way === 'chat') return words.chatAt(row.number)
  if (row.way === 'whatsapp') return `WhatsApp ${named(row)}`
  return row.word ? words.textTo(row.word, row.number) : words.text(named(row))
}

function named(row: DirectoryRow): string {
  return row.name === row.number ? row.number : `${row.name} ${row.number}`
}

/** The few words that join numbers in a sentence. */
interface NumberWords {
  readonly or: string
  readonly localEmergency: string
  chatAt(where: string): string
  textTo(word: string, number: string): string
  text(whom: string): string
}

const ENGLISH: NumberWords = {
  or: 'or',
  localEmergency: 'your local emergency number',
  chatAt: (where) => `chat at ${where}`,
  textTo: (word, number) => `text ${word} to ${number}`,
  text: (whom) => `text ${whom}`,
}

const WORDS: Readonly<Record<string, NumberWords>> = {
  en: ENGLISH,
  es: {
    or: 'o',
    localEmergency: 'número de emergencias de tu país',
    chatAt: (where) => `chat en ${where}`,
    textTo: (word, number) => `escribe ${word} al ${number}`,
    text: (whom) => `mensaje de texto a ${whom}`,
  },
}

/** In a language that nobody wrote them in they are English, as the flows are. */
const numberWords = (lang: Lang | 'en'): NumberWords => WORDS[lang] ?? ENGLISH
