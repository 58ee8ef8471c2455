import { describe, expect, test } from 'vitest'
import { partsOf, phoneBook } from '../../../adapters/web/phone-links.ts'

const BOOK = phoneBook([
  { number: '000', by: 'tel' },
  { number: '13 11 14', by: 'tel' },
  { number: '0477 13 11 14', by: 'sms' },
  { number: '15', by: 'tel' },
  { number: '988', by: 'tel' },
])

const links = (text: string, shortest?: number) =>
  partsOf(text, BOOK, shortest).flatMap(({ text: words, href }) => (href === undefined ? [] : [`${words} → ${href}`]))

describe('numbers in a message', () => {
  test('are rung by a tap, in the way that the directory says', () => {
    expect(links('Call 000. Or Lifeline 13 11 14, or text Lifeline 0477 13 11 14.')).toEqual([
      '000 → tel:000',
      '13 11 14 → tel:131114',
      '0477 13 11 14 → sms:0477131114',
    ])
  })

  test('leave out what is pressed once somebody answers', () => {
    const [part] = partsOf('111, option 2', phoneBook([{ number: '111, option 2', by: 'tel' }]))
    expect(part?.href).toBe('tel:111')
  })

  test('of a person in a safety plan are rung too', () => {
    expect(links('“Aunt Jo +61 (2) 5550-0100”')).toEqual(['+61 (2) 5550-0100 → tel:+61255500100'])
  })

  test.each(['1000 steps', 'at 21:000', '0 is settled, 10 is more', '9880', 'a988', 'in 15 minutes'])(
    'that are none stay words: %s',
    (text) => {
      expect(links(text)).toEqual([])
    },
  )

  test('of two digits are rung where nothing else can be meant', () => {
    expect(links('15 (Ambulance)', 2)).toEqual(['15 → tel:15'])
  })

  test('leave every letter of the text where it was', () => {
    const text = 'Call 000 now, or 13 11 14.\n“0477 13 11 14” <b>'
    expect(
      partsOf(text, BOOK)
        .map((part) => part.text)
        .join(''),
    ).toBe(text)
  })
})
