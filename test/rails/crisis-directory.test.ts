import { assert, constantFrom, boolean, oneof, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countries, crisisFacts, rowsOf } from '../../src/rails/crisis-directory.ts'
import { DIRECTORY } from '../../src/rails/directory-rows.ts'
import { CASES } from '../support/chance.ts'

const known = countries()
/** Every pair of letters, countries or not. */
const PAIRS = Array.from({ length: 26 * 26 }, (_none, at) =>
  String.fromCharCode(65 + Math.floor(at / 26), 65 + (at % 26)),
)

/** Runs of digits, joined where only spaces or hyphens stand between: what a person would dial. */
const numbersIn = (text: string) => [...text.matchAll(/\d(?:[ -]?\d)*/g)].map(([number]) => number.replace(/\D/g, ''))
const factsIn = (country: string, minor: boolean) => Object.values(crisisFacts(country, minor)).join(' | ')

describe('the directory', () => {
  test('has every country of the clinical brief, each with an emergency number and a line', () => {
    expect([...known].sort()).toEqual(
      'AT AU BE BR CA CH DE DK ES FI FR GB HK IE IL IN IT JP KR MX NL NO NZ PL PT SE SG US ZA'.split(' '),
    )
    for (const country of known) {
      const kinds = rowsOf(country).map(({ kind }) => kind)
      expect(kinds, country).toContain('emergency')
      expect(kinds, country).toContain('line')
    }
  })

  test('says of no row that it is open around the clock but of the one whose source says so', () => {
    const always = DIRECTORY.rows.filter(({ hours }) => hours !== 'hours not confirmed')
    expect(always).toMatchObject([{ country: 'AU', kind: 'text', number: '0477 13 11 14', hours: '24/7' }])
  })

  test('lists no row twice', () => {
    const keys = DIRECTORY.rows.map(({ country, kind, number }) => `${country} ${kind} ${number}`)
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
  })
})

describe('what a client reads', () => {
  test('is the same for AU as it always was', () => {
    expect(crisisFacts('AU', false)).toEqual({
      emergency: '000',
      'crisis-line': 'Lifeline 13 11 14',
      'crisis-text': 'text Lifeline 0477 13 11 14',
      finder: 'findahelpline.com',
      country: 'Australia',
    })
  })

  test('begins for a minor with the youth line, and where there is none with the line for all', () => {
    expect(crisisFacts('AU', true)['crisis-line']).toBe('Kids Helpline 1800 55 1800')
    expect(crisisFacts('MX', true)['crisis-line']).toBe(crisisFacts('MX', false)['crisis-line'])
    expect(rowsOf('AU').find(({ name }) => name === 'Kids Helpline')?.ages).toEqual({ from: 5, to: 25 })
  })

  test('says of several emergency numbers which one is which', () => {
    expect(crisisFacts('NO', false).emergency).toBe('112 (police) or 113 (ambulance)')
    expect(crisisFacts('JP', false).emergency).toBe('119 (ambulance) or 110 (police)')
    expect(crisisFacts('IE', false).emergency).toBe('112 or 999')
  })

  test('says how a line is written to: a word, a page, WhatsApp', () => {
    expect(crisisFacts('IE', false)['crisis-text']).toBe('text HELLO to 50808')
    expect(crisisFacts('NL', false)['crisis-text']).toBe('chat at 113.nl')
    expect(crisisFacts('IT', false)['crisis-text']).toBe('WhatsApp Telefono Amico 324 011 7252')
  })

  test('names a line of each language where none answers in all', () => {
    expect(crisisFacts('BE', false)['crisis-line']).toBe('1813 (Dutch) or 0800 32 123 (French)')
  })

  test('is 113 as a crisis line in the Netherlands, as the ambulance in Norway, and nowhere else', () => {
    expect(crisisFacts('NL', false)['crisis-line']).toContain('113')
    expect(crisisFacts('NL', false).emergency).toBe('112')
    for (const minor of [false, true]) {
      const { emergency, ...others } = crisisFacts('NO', minor)
      expect(emergency).toContain('113 (ambulance)')
      expect(numbersIn(Object.values(others).join(' | '))).not.toContain('113')
      for (const country of PAIRS.filter((one) => one !== 'NL' && one !== 'NO'))
        expect(factsIn(country, minor), country).not.toMatch(/113(?!\d)/)
    }
  })

  test('never contains a number that is not in the rows of the very country', () => {
    for (const country of PAIRS)
      for (const minor of [false, true]) {
        const own = rowsOf(country).flatMap(({ name, number }) => numbersIn(`${name} | ${number}`))
        const strays = numbersIn(factsIn(country, minor)).filter((number) => !own.includes(number))
        expect([country, ...strays]).toEqual([country])
      }
  })

  test('is never blank, whatever is asked for', () => {
    assert(
      property(oneof(constantFrom(...PAIRS), string()), boolean(), (country, minor) => {
        for (const fact of Object.values(crisisFacts(country, minor))) expect(fact.trim()).not.toBe('')
      }),
      CASES,
    )
  })

  test('is the international finder in a country that the directory does not know', () => {
    for (const country of ['KE', 'ZZ', '', 'other'])
      expect(crisisFacts(country, true)).toMatchObject({
        emergency: 'your local emergency number',
        'crisis-line': 'findahelpline.com',
        'crisis-text': 'findahelpline.com',
      })
  })

  test('prefers a line that the clinic confirmed to one that nobody did, and never to one read at its source', () => {
    const confirmed = (country: string, number: string) => [{ country, number, on: '2020-01-01', by: 'Robin Reed' }]
    expect(crisisFacts('DE', false)['crisis-line']).toBe('TelefonSeelsorge 0800 111 0 111')
    expect(crisisFacts('DE', false, confirmed('DE', '116123'))['crisis-line']).toBe('TelefonSeelsorge 116 123')
    expect(crisisFacts('DE', false, confirmed('AT', '116123'))['crisis-line']).toBe('TelefonSeelsorge 0800 111 0 111')
    expect(crisisFacts('AU', false, confirmed('AU', '13 92 76'))['crisis-line']).toBe('Lifeline 13 11 14')
  })
})
