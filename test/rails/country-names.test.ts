import { describe, expect, test } from 'vitest'
import { countryNamed, nameOfCountry } from '../../src/rails/country-names.ts'
import { countries } from '../../src/rails/crisis-directory.ts'

describe('a country', () => {
  test.each(countries())('%s is known by its letters and by its name in English and Spanish', (code) => {
    const names = ['en', 'es'].map((language) => new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? '')
    // 'NO' is an answer before it is Norway.
    for (const said of code === 'NO' ? names : [code, ...names])
      expect([said, countryNamed(said)]).toEqual([said, code])
    expect(nameOfCountry(code)).toBe(names[0])
  })

  test.each([
    ['australia', 'AU'],
    ['  Australia. ', 'AU'],
    ['the netherlands', 'NL'],
    ['Países Bajos', 'NL'],
    ['mexico', 'MX'],
    ['UK', 'GB'],
    ['England', 'GB'],
    ['USA', 'US'],
    ['Estados Unidos', 'US'],
    ['Hong Kong', 'HK'],
    ['Kenya', 'KE'],
  ])('is meant by %s', (said, code) => {
    expect(countryNamed(said)).toBe(code)
  })

  test.each([
    'no',
    'No',
    'NO',
    'us',
    'in',
    'it',
    'at',
    'hello',
    'stop',
    'I live in Australia',
    '+61 2 1234',
    'EU',
    'ZZ',
    '',
  ])('is not meant by %j', (said) => {
    expect(countryNamed(said)).toBeNull()
  })

  test('without a name is your country', () => {
    for (const code of ['', 'ZZ', 'other']) expect(nameOfCountry(code)).toBe('your country')
  })
})
