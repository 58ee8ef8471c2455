import { describe, expect, test } from 'vitest'
import { countries, crisisFacts, rowsOf } from '../../src/rails/crisis-directory.ts'
import { mayEnrol, numbersOf, rowsToCheck, sameNumber, standingOf } from '../../src/rails/directory-standing.ts'

const LIFELINE = rowsOf('AU').find(({ number }) => number === '13 11 14')!
/** Of the rows that were read on 23 November 2026. */
const DAY_180 = '2027-05-22'
const at = (day: string, clock = '00:00') => new Date(`${day}T${clock}:00Z`)
const said = (country: string, numbers: readonly string[], on: string) =>
  numbers.map((number) => ({ country, number, on, by: 'Robin Reed' }))

describe('a verified row', () => {
  test('counts through day 180 and is past its date from day 181 on', () => {
    expect(standingOf(LIFELINE, at('2026-11-23'))).toEqual({
      state: 'verified',
      verifiedOn: '2026-11-23',
      expiresOn: DAY_180,
    })
    expect(standingOf(LIFELINE, at(DAY_180, '23:59')).state).toBe('verified')
    expect(standingOf(LIFELINE, at('2027-05-23')).state).toBe('expired')
  })

  test('counts anew from the day on which the clinic confirmed it, however it wrote the number', () => {
    const confirmed = said('AU', ['131114'], '2027-05-01')
    expect(standingOf(LIFELINE, at('2027-05-23'), confirmed)).toEqual({
      state: 'verified',
      verifiedOn: '2027-05-01',
      expiresOn: '2027-10-28',
    })
    expect(standingOf(LIFELINE, at('2027-10-29'), confirmed).state).toBe('expired')
  })

  test('takes nothing from the same number of another country', () => {
    expect(standingOf(rowsOf('NO')[0]!, at('2026-12-01'), said('NL', ['112'], '2026-12-01')).state).toBe('unverified')
    expect(standingOf(rowsOf('NO')[0]!, at('2026-12-01'), said('NO', ['112'], '2026-12-01')).state).toBe('verified')
  })
})

describe('enrolment', () => {
  test('is open where every emergency number and one line were verified, until the day they are too old', () => {
    for (const country of ['AU', 'GB', 'US', 'NZ', 'NL', 'ES']) {
      expect([country, mayEnrol(country, at(DAY_180))]).toEqual([country, 'yes'])
      expect([country, mayEnrol(country, at('2027-05-23'))]).toEqual([country, 'expired'])
    }
  })

  test('is closed wherever a mark is K or C, until the clinic confirmed each emergency number and one line', () => {
    expect(mayEnrol('NO', at('2026-12-01'))).toBe('unverified')
    expect(mayEnrol('NO', at('2026-12-01'), said('NO', ['112', '113'], '2026-12-01'))).toBe('unverified')
    expect(mayEnrol('NO', at('2026-12-01'), said('NO', ['113', '116 123'], '2026-12-01'))).toBe('unverified')
    const all = said('NO', ['112', '113', '116 123'], '2026-12-01')
    expect(mayEnrol('NO', at('2026-12-01'), all)).toBe('yes')
    expect(mayEnrol('NO', at('2027-05-30'), all)).toBe('yes')
    expect(mayEnrol('NO', at('2027-05-31'), all)).toBe('expired')
  })

  test('is closed where the emergency number alone is known: CA has a verified line and an unverified 911', () => {
    expect(mayEnrol('CA', at('2026-12-01'))).toBe('unverified')
    expect(mayEnrol('CA', at('2026-12-01'), said('CA', ['911'], '2026-12-01'))).toBe('yes')
  })

  test('is closed where the directory has no rows', () => {
    for (const country of ['KE', 'ZZ', '']) expect(mayEnrol(country, at('2026-12-01'))).toBe('unknown-country')
  })
})

test('what is past its date or was never verified is read all the same, word for word', () => {
  for (const country of countries()) {
    const numbers = rowsOf(country).filter(({ kind }) => kind === 'emergency')
    for (const { number } of numbers) expect(crisisFacts(country, false).emergency).toContain(number)
    expect(crisisFacts(country, false)['crisis-line']).not.toBe('findahelpline.com')
  }
})

test('what somebody should check is listed by country and number, of the asked countries only', () => {
  const asked = { today: at('2026-12-01'), countries: ['NO', 'US'] }
  expect(numbersOf(rowsToCheck('unverified', asked))).toBe(
    'NO 112, 113, 116 123, sidetmedord.no, 116 111; US 1-866-488-7386, 988, 741741',
  )
  expect(rowsToCheck('expired', asked)).toEqual([])
  expect(numbersOf(rowsToCheck('expired', { ...asked, today: at('2027-05-23') }))).toBe('US 911, 988')
})

test.each([
  ['13 11 14', '131114', true],
  ['1-866-488-7386', '1 866 488 7386', true],
  ['113.nl', '113', false],
  ['116 123', '116 111', false],
])('%s and %s are one number: %s', (one, other, same) => {
  expect(sameNumber(one, other)).toBe(same)
})
