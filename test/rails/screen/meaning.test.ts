import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Encoder } from '../../../src/rails/screen/meaning/encoder.ts'
import { encoderFile, EncoderFile } from '../../../src/rails/screen/meaning/encoder-file.ts'
import { Pieces } from '../../../src/rails/screen/meaning/pieces.ts'
import { Multiplier } from '../../../src/rails/screen/meaning/products.ts'
import {
  meaningIn,
  MeaningWeights,
  meaningNets,
  oddsOf,
  readMeaning,
} from '../../../src/rails/screen/meaning/reader.ts'
import { screen, screening } from '../../../src/rails/screen/screen.ts'
import type { Example } from '../../../src/rails/screen/train/example.ts'
import { fitMeaning } from '../../../src/rails/screen/train/fit-meaning.ts'

const reviewed = (name: string) => readFileSync(new URL(`../../../src/rails/reviewed/${name}`, import.meta.url))
const encoder = new Encoder(new EncoderFile(reviewed('screen-encoder.bin')))
const shipped = reviewed('screen-meaning.json').toString()
/** The first numbers of the original, recorded from its own program. */
const SEA = [-0.0544, 0.0238, 0.0543, -0.0028]
const likeness = (a: string, b: string) => {
  const [one, other] = [encoder.meaningOf(a), encoder.meaningOf(b)]
  return [...(one ?? [])].reduce((sum, value, at) => sum + value * (other?.[at] ?? 0), 0)
}

describe('pieces', () => {
  const vocabulary = ['?', '', '', '', '', '', '\u2581a', '\u2581ab', 'b', 'c', 'bc'].map(
    (piece, at) => [piece, -at] as [string, number],
  )
  const pieces = new Pieces(vocabulary)

  test.each([
    ['the likeliest cut of all is taken', 'abc', [6, 10]],
    ['capitals and breaks are no letters of their own', '  A\nB ', [6, 0, 8]],
    ['letters that nobody knows are one', 'axyz', [6, 0]],
    ['nothing is nothing', ' ', []],
  ])('%s', (_, text, places) => {
    expect(pieces.of(text)).toEqual(places)
  })
})

test('a matrix is multiplied as by hand, also with rows that are no four', () => {
  const multiplier = new Multiplier()
  const matrix = multiplier.keep(Float32Array.of(1, 0, 0, 0, 0, 1, 2, 0), 2)
  expect([...multiplier.times(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), matrix)]).toEqual([1, 8, 5, 20])
})

describe('the file of the encoder', () => {
  const about = { what: '', source: '', licence: '', vocabulary: [] }
  const bytes = encoderFile(about, [
    { name: 'v', outputs: 0, values: Float32Array.of(0.5, 3) },
    { name: 'm', outputs: 2, values: Float32Array.of(1, -127, 254, 2) },
  ])

  test('gives back what was written', () => {
    const file = new EncoderFile(bytes)
    expect([...file.vector('v')]).toEqual([0.5, 3])
    expect([...file.matrix('m').weights]).toEqual([1, -127, 254, 2])
  })

  test('is refused unless it is whole', () => {
    expect(() => new EncoderFile(bytes.subarray(0, -1))).toThrow('not whole')
    expect(() => new EncoderFile(bytes).vector('w')).toThrow('no block "w"')
  })
})

describe('a meaning', () => {
  test('is the same each time, and of length 1', () => {
    const meaning = encoder.meaningOf('the sea is calm')
    expect(encoder.meaningOf('the sea is calm')).toEqual(meaning)
    expect(Math.hypot(...(meaning ?? []))).toBeCloseTo(1, 5)
  })

  test('is what the published encoder makes of it', () => {
    expect([...(encoder.meaningOf('the sea is calm') ?? [])].slice(0, 4)).toEqual(
      SEA.map((value) => expect.closeTo(value, 2)),
    )
  })

  test('is near where one thing is said in other words', () => {
    expect(likeness('I want to go home', "let's head back to the house")).toBeGreaterThan(
      likeness('I want to go home', 'the printer is out of ink') + 0.2,
    )
  })

  test('is none where nothing is said, or Spanish', () => {
    expect(encoder.meaningOf(' ')).toBeNull()
    expect(meaningIn('no quiero ir a la casa de mi madre', encoder)).toBeNull()
  })

  test('is read for risk', () => {
    const high = readMeaning('nobody would notice if I was gone for good', encoder) ?? -9
    const low = readMeaning('the kettle is on and it is raining outside', encoder) ?? 9
    expect(high).toBeGreaterThan(low + 2)
  })
})

describe('nets over meanings', () => {
  const example = (at: number, label: Example['label'], first: number) =>
    ({ label, meaning: Float32Array.of(first, Math.sin(at), Math.cos(at), 0) }) as Partial<Example> as Example
  const examples = Array.from({ length: 400 }, (_, at) =>
    example(at, at % 2 === 0 ? 'at_risk' : 'benign', at % 2 === 0 ? 0.5 : -0.5),
  )
  const about = { what: '', source: '', date: '2026-01-01', signedOffBy: null }
  const asksFrom = { noticed: 0, unnoticed: 0, wary: 0 }
  const learnt = fitMeaning(examples)

  test('tell the two kinds apart', () => {
    const nets = meaningNets({ ...about, asksFrom, nets: learnt })
    expect(oddsOf(Float32Array.of(0.5, 0, 0, 0), nets)).toBeGreaterThan(0)
    expect(oddsOf(Float32Array.of(-0.5, 0, 0, 0), nets)).toBeLessThan(0)
  })

  test('are the same from the same texts, and learn nothing of ambiguous ones', () => {
    expect(fitMeaning([...examples, example(3, 'ambiguous', 9)])).toEqual(learnt)
  })

  test('are shipped as weights and nothing else', () => {
    const { nets, ...rest } = MeaningWeights.parse(JSON.parse(shipped))
    expect(nets.every(({ weights }) => /^[A-Za-z0-9+/=]+$/.test(weights))).toBe(true)
    expect(JSON.stringify(rest).length).toBeLessThan(600)
  })
})

describe('the screen with a meaning', () => {
  const level = (meaning: number | null, text = 'it is what we said it would be') =>
    screen({ text, lastTexts: [], meaning }).level

  test('asks where the meaning speaks for risk, and no further', () => {
    expect([level(null), level(-6), level(6)]).toEqual(['none', 'none', 'ask'])
  })

  test('lowers nothing for it, and leaves a plain denial a note', () => {
    expect(level(-9, 'I want to kill myself')).toBe('red')
    expect(level(9, 'I am not suicidal')).toBe('notice')
  })

  test('weighs against words that ask by themselves, and is due there too', () => {
    const text = 'years ago I felt like a robot'
    expect([level(null, text), level(-9, text), level(3, text)]).toEqual(['ask', 'notice', 'ask'])
    expect(screening({ text, lastTexts: [] }).meaningDue).toBe(true)
  })

  test('is said to be due only where it could raise what the rules found', () => {
    const due = (text: string) => screening({ text, lastTexts: [] }).meaningDue
    expect(due('it is what we said it would be')).toBe(true)
    expect(due('I want to kill myself')).toBe(false)
    expect(due('I am not suicidal')).toBe(false)
    expect(due('no quiero ir a la casa de mi madre')).toBe(false)
    expect(due('stop')).toBe(false)
    expect(due('7')).toBe(false)
    expect(screening({ text: 'it is what we said it would be', lastTexts: [] }, null).meaningDue).toBe(false)
  })

  test('read later, it comes to what it would have come to at once', () => {
    const later = screening({ text: 'it is what we said it would be', lastTexts: [] })
    expect(later.found.level).toBe('none')
    expect(later.withMeaning(6)).toEqual(screen({ text: 'it is what we said it would be', lastTexts: [], meaning: 6 }))
  })
})
