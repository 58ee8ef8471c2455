import { describe, expect, test } from 'vitest'
import { INSTRUMENTS, instrumentNamed, type Instrument } from '../../../src/rails/instruments/instruments.ts'
import { changeBetween, scoreOf } from '../../../src/care/measures/score.ts'

const named = (id: string): Instrument => instrumentNamed(id)!
/** Answers that come to a total, highest first. */
const summing = ({ itemCount, highest }: Instrument, total: number): number[] =>
  Array.from({ length: itemCount }, (_item, n) => Math.max(0, Math.min(highest, total - n * highest)))
const all = ({ itemCount }: Instrument, value: number): number[] => Array.from({ length: itemCount }, () => value)

describe('the published scoring', () => {
  test.each([
    ['PHQ-9', 9, 27],
    ['GAD-7', 7, 21],
    ['PCL-5', 20, 80],
  ])('%s has %i items and goes from 0 to %i', (id, items, most) => {
    const one = named(id)
    expect(one.texts?.items).toHaveLength(items)
    expect(scoreOf(one, all(one, 0)).total).toBe(0)
    expect(scoreOf(one, all(one, one.highest))).toMatchObject({ total: most, most })
  })

  test.each([
    [
      'PHQ-9',
      [
        [4, 'minimal'],
        [5, 'mild'],
        [10, 'moderate'],
        [14, 'moderate'],
        [15, 'moderately severe'],
        [20, 'severe'],
      ],
    ],
    [
      'GAD-7',
      [
        [4, 'minimal'],
        [5, 'mild'],
        [10, 'moderate'],
        [15, 'severe'],
      ],
    ],
    [
      'PCL-5',
      [
        [30, 'below the cut-off'],
        [31, 'at or above the cut-off'],
      ],
    ],
  ] as const)('%s has its bands', (id, bands) => {
    const one = named(id)
    expect(bands.map(([total]) => [total, scoreOf(one, summing(one, total)).band])).toEqual(bands)
  })

  test('item 9 of the PHQ-9 is its risk item; the others have none', () => {
    const phq = named('phq-9')
    expect(scoreOf(phq, [0, 0, 0, 0, 0, 0, 0, 0, 1]).risk).toBe(1)
    expect(scoreOf(phq, [3, 3, 3, 3, 3, 3, 3, 3, 0]).risk).toBe(0)
    expect(scoreOf(named('GAD-7'), all(named('GAD-7'), 3)).risk).toBe(null)
  })

  test('the provisional rule of the PCL-5 asks one B, one C, two D and two E of 2 or more', () => {
    const pcl = named('PCL-5')
    const met: number[] = all(pcl, 0).map((_zero: number, n: number) => ([0, 5, 7, 8, 14, 15].includes(n) ? 2 : 0))
    expect(scoreOf(pcl, met).provisional).toBe(true)
    for (const n of [0, 5, 7, 8, 14, 15]) expect(scoreOf(pcl, met.with(n, 1)).provisional).toBe(false)
    expect(scoreOf(named('GAD-7'), all(named('GAD-7'), 3)).provisional).toBe(null)
  })

  test('missing answers are not filled in, and an answer outside the scale is named', () => {
    const gad = named('GAD-7')
    expect(() => scoreOf(gad, [0, 0, 0])).toThrow('has 7 items; 3 answers')
    expect(() => scoreOf(gad, [0, 0, 4, 0, 0, 0, 0])).toThrow('item 3')
    expect(() => scoreOf(gad, [0, 0, 0, 0, 0, 0, 0.5])).toThrow('item 7')
  })

  test.each([
    ['PHQ-9', 6],
    ['GAD-7', 4],
    ['PCL-5', 15],
  ])('a change of %s is more than noise from %s on', (id, points) => {
    const change = (after: number) => changeBetween(named(id), 20, after)
    expect([change(20 - points), change(21 - points)]).toEqual(['reliably lower', 'within the noise'])
    expect([change(20 + points), change(19 + points)]).toEqual(['reliably higher', 'within the noise'])
  })

  test.each([
    // 3 + 2 + 4 + 1 + 2 = 12, times 4
    ['WHO-5', [3, 2, 4, 1, 2], 48, 'poor well-being'],
    ['WHO-5', [2, 1, 2, 1, 1], 28, 'very poor well-being'],
    ['WHO-5', [3, 3, 3, 2, 2], 52, 'fair or good well-being'],
    ['WHO-5', [5, 5, 5, 5, 5], 100, 'fair or good well-being'],
    // Items 2 and 3 the other way round: 2 + (4-1) + (4-2) + 3 + 0 + 1 + 2 + 1 + 3 + 2 = 19
    ['CORE-10', [2, 1, 2, 3, 0, 1, 2, 1, 3, 2], 19, 'moderate'],
    ['CORE-10', [0, 4, 4, 0, 0, 0, 0, 0, 0, 0], 0, 'healthy'],
    ['CORE-10', [4, 0, 0, 4, 4, 4, 4, 4, 4, 4], 40, 'severe'],
    ['CORE-10', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 8, 'low'],
    // Items 3, 5 and 10 the other way round: 1 + 2 + (4-3) + 1 + (4-2) + 2 + 1 + 3 + 2 + (4-1) = 18
    ['YP-CORE', [1, 2, 3, 1, 2, 2, 1, 3, 2, 1], 18, 'compare with the norms for age and sex'],
  ] as const)('%s of %j comes to %i, worked by hand', (id, answers, total, band) => {
    expect(scoreOf(named(id), answers)).toMatchObject({ total, band })
  })

  test('the risk item counts as it was answered: item 6 of the CORE-10, item 4 of the YP-CORE', () => {
    expect(scoreOf(named('CORE-10'), [0, 0, 0, 0, 0, 2, 0, 0, 0, 0]).risk).toBe(2)
    expect(scoreOf(named('YP-CORE'), [0, 0, 0, 3, 0, 0, 0, 0, 0, 0]).risk).toBe(3)
    expect(scoreOf(named('WHO-5'), [0, 0, 0, 0, 0]).risk).toBe(null)
  })

  test('the licensed ones ship without words, and the change of the YP-CORE is not judged', () => {
    expect(INSTRUMENTS.filter(({ texts }) => texts === null).map(({ id }) => id)).toEqual([
      'WHO-5',
      'CORE-10',
      'YP-CORE',
    ])
    expect(changeBetween(named('YP-CORE'), 30, 3)).toBe(null)
  })

  test('nobody has signed them off, and each says where it is from', () => {
    for (const { signedOffBy, what, source } of INSTRUMENTS) {
      expect(signedOffBy).toBe(null)
      expect(`${what} ${source}`).toMatch(/compared? (with the published form|before use)/)
      expect(source).not.toBe('')
    }
  })
})
