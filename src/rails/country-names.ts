import { DIRECTORY } from './directory-rows.ts'
import { isGreeting, isRefusal, barrierWordOf } from './barrier-words.ts'

/*
 * Which country somebody means, from what they typed or tapped and from nothing else: no number, no language, no
 * account's place says where a person is.
 */

const SPEAKERS = ['en', 'es'].flatMap((language) =>
  (['long', 'short'] as const).map(
    (style) => new Intl.DisplayNames(language, { type: 'region', style, fallback: 'none' }),
  ),
)
/** Codes that stand for no one country. */
const NO_COUNTRY = ['EU', 'EZ', 'QO', 'UN', 'XA', 'XB', 'ZZ']
const LETTERS = Array.from({ length: 26 }, (_none, at) => String.fromCharCode(65 + at))

/** Every country that the machine has a name for: in both languages, in both lengths. */
const COUNTRIES = new Map(
  LETTERS.flatMap((first) => LETTERS.map((second) => first + second)).flatMap((code) => {
    const names = namesOf(code)
    return names.length > 0 ? [[code, names] as const] : []
  }),
)
const CODE_OF = new Map([
  ...[...COUNTRIES].flatMap(([code, names]) => names.map((name) => [plain(name), code] as const)),
  ...Object.entries(DIRECTORY.alsoCalled).map(([name, code]) => [plain(name), code] as const),
])

/**
 * The country that this whole message names: in English or Spanish, or by its two letters. Two letters count in
 * capitals only, and a word of ours never does: 'no' is an answer before it is Norway. Null: none.
 */
export function countryNamed(text: string): string | null {
  const said = text.trim().replace(/[.!]+$/, '')
  if (isGreeting(said) || isRefusal(said) || barrierWordOf(said)) return null
  if (COUNTRIES.has(said)) return said
  return said.length > 2 || /^[A-Z]{2}$/.test(said) ? (CODE_OF.get(plain(said)) ?? null) : null
}

/** As a line of ours calls it. */
export const nameOfCountry = (code: string): string => COUNTRIES.get(code)?.[0] ?? 'your country'

/** A code that was given up (FX, DD) still has the name of another country; that one keeps it. */
function namesOf(code: string): string[] {
  const givenUp = new Intl.Locale(`und-${code}`).region !== code
  return givenUp || NO_COUNTRY.includes(code) ? [] : SPEAKERS.flatMap((speaker) => speaker.of(code) ?? [])
}

function plain(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, ' ')
    .replace(/^\s*the /, '')
    .trim()
}
