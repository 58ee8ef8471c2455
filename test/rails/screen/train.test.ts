import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { modelOf, opinionOf, Weights } from '../../../src/rails/screen/model.ts'
import { crossValidate } from '../../../src/rails/screen/train/cross-validate.ts'
import { exampleOf, type LabelledText } from '../../../src/rails/screen/train/example.ts'
import { fit } from '../../../src/rails/screen/train/fit.ts'
import { report, wilson } from '../../../src/rails/screen/train/report.ts'
import { sharedRuns } from '../../../src/rails/screen/train/shared-runs.ts'
import { unseenByRules } from '../../../src/rails/screen/train/unseen-rules.ts'

const ASKS_FROM = { noticed: 0.25, unnoticed: 0.5, wary: 0.25 }
const shipped = readFileSync(new URL('../../../src/rails/reviewed/screen-weights.json', import.meta.url), 'utf8')

const labelled = (text: string, label: LabelledText['label'], at: number): LabelledText => ({
  text,
  label,
  category: 'general',
  source: at % 2 === 0 ? 'first' : 'second',
  group: `${label} ${at}`,
  lang: 'en',
})
const SURE = 0.95
/** Twenty texts of two kinds that share a word each, from two sources. */
const texts = Array.from({ length: 20 }, (_, at) =>
  labelled(at < 10 ? `fozgub number ${at}` : `wemnalt number ${at}`, at < 10 ? 'at_risk' : 'benign', at),
)
const model = (of: readonly LabelledText[]) =>
  modelOf({
    what: '',
    source: '',
    date: '2026-01-01',
    signedOffBy: null,
    asksFrom: ASKS_FROM,
    ...fit(of.map((text) => exampleOf(text))),
  })
const riskIn = (of: readonly LabelledText[], text: string) => {
  const learnt = model(of)
  return learnt ? opinionOf(learnt, exampleOf(labelled(text, 'benign', 0))).risk : null
}

describe('what the model learns', () => {
  test('tells the two kinds apart', () => {
    expect(riskIn(texts, 'fozgub')).toBeGreaterThan(0.5)
    expect(riskIn(texts, 'wemnalt')).toBeLessThan(0.5)
  })

  test('is said as loudly as it was learnt: a word of one kind only is nearly sure', () => {
    expect(riskIn(texts, 'fozgub number 1')).toBeGreaterThan(SURE)
    expect(riskIn(texts, 'wemnalt number 11')).toBeLessThan(1 - SURE)
  })

  test('is the same from the same texts', () => {
    expect(fit(texts.map((text) => exampleOf(text)))).toEqual(fit(texts.map((text) => exampleOf(text))))
  })

  test('is nothing of a word in four texts only', () => {
    const few = texts.map((text, at) => (at < 4 ? { ...text, text: `${text.text} vashpok` } : text))
    expect(riskIn(few, 'vashpok')).toBeCloseTo(riskIn(few, 'mulvath') ?? 0, 5)
    const five = texts.map((text, at) => (at < 5 ? { ...text, text: `${text.text} vashpok` } : text))
    expect(riskIn(five, 'vashpok')).toBeGreaterThan((riskIn(five, 'mulvath') ?? 1) + 0.01)
  })

  test('is nothing of a word from one source only', () => {
    const one = texts.map((text) => ({ ...text, source: text.label }))
    expect(riskIn(one, 'fozgub')).toBe(riskIn(one, 'wemnalt'))
  })

  test('is nothing of ambiguous texts', () => {
    const unsure = texts.map((text, at) => (at < 10 ? { ...text, label: 'ambiguous' as const } : text))
    expect(riskIn([...unsure, labelled('fozgub', 'at_risk', 30)], 'fozgub')).toBeLessThan(0.5)
  })
})

test('a text is judged by a model that saw neither it nor its group', () => {
  const twin = texts.map((text, at) => (at < 10 ? { ...text, group: 'one group' } : text))
  const risks = crossValidate(
    twin.map((text) => exampleOf(text)),
    'group',
    ASKS_FROM,
  ).map(({ risk }) => risk)
  expect(Math.max(...risks.slice(0, 10))).toBeLessThan(0.5)
  expect(
    Math.min(
      ...crossValidate(
        texts.map((text) => exampleOf(text)),
        'group',
        ASKS_FROM,
      )
        .slice(0, 10)
        .map(({ risk }) => risk),
    ),
  ).toBeGreaterThan(0.4)
})

describe('rules as if they had not been written for a text', () => {
  const said = (text: string, label: LabelledText['label'], group: string) => ({
    ...exampleOf(labelled(text, label, 0)),
    group,
  })
  const levels = (of: readonly ReturnType<typeof said>[]) => unseenByRules(of).map(({ level }) => level)

  test('find a text at risk only by a phrase that finds another group too', () => {
    const [one, same, other] = ['one', 'one', 'other'].map((group) => said('I want to kill myself', 'at_risk', group))
    if (!one || !same || !other) throw new Error('three texts')
    expect(levels([one, same])).toEqual(['none', 'none'])
    expect(levels([one, other])).toEqual(['red', 'red'])
  })

  test('keep what they found in a text of no risk, which proves nothing for another', () => {
    const harmless = said('I want to kill myself', 'idiom', 'one')
    expect(levels([harmless, said('I want to kill myself', 'at_risk', 'other')])).toEqual(['red', 'none'])
  })
})

describe('figures', () => {
  test('come with the interval of Wilson', () => {
    // Worked by hand for 8 of 10: (0.8 + 0.19208 ± 1.96 × √(0.016 + 0.009604)) ÷ 1.38416.
    const [low, high] = wilson(8, 10)
    expect(low).toBeCloseTo(0.4902, 3)
    expect(high).toBeCloseTo(0.9433, 3)
    expect(wilson(0, 7)[0]).toBe(0)
  })

  test('hold no word of a text', () => {
    const lines = report([labelled('kill myself', 'at_risk', 0)].map((text) => exampleOf(text)))
    expect(lines.join('\n')).toContain('100.0%  20.7-100.0%  (1 of 1)')
    expect(lines.join('\n')).not.toContain('myself')
  })
})

describe('what is shipped', () => {
  test('is the weights and nothing else', () => {
    const { places, weights, ...rest } = Weights.parse(JSON.parse(shipped))
    expect(`${places}${weights}`).toMatch(/^[A-Za-z0-9+/=]+$/)
    expect(shipped.length).toBeLessThan(200_000)
    expect(JSON.stringify(rest).length).toBeLessThan(600)
  })

  test('shares no run of five words with a given file', () => {
    const file = readFileSync(new URL('corpus/en-S1.json', import.meta.url), 'utf8')
    expect(sharedRuns([file], shipped)).toBe(0)
    expect(sharedRuns([file], `${shipped} honestly everyone would breathe easier with`)).toBe(2)
  })
})
