import { describe, expect, test } from 'vitest'
import { screen, type ScreenInput } from '../../../src/rails/screen/screen.ts'
import { modelOf, SHIPPED, type Model } from '../../../src/rails/screen/model.ts'
import { PLACES } from '../../../src/rails/screen/features.ts'

const look = (text: string, more: Partial<ScreenInput> = {}, model: Model | null = null) =>
  screen({ text, lastTexts: [], ...more }, model)
const marked = (text: string, more: Partial<ScreenInput> = {}) =>
  look(text, more).spans.map(([start, end]) => text.slice(start, end))

/** A model that knows every word and leans one way about every text; `bias` says how far. */
const sure = (bias: number): Model => ({
  bias,
  weights: new Float32Array(PLACES).fill(Math.sign(bias) * 1e-6 || 1e-6),
  asksFrom: { noticed: 0.25, unnoticed: 0.5, wary: 0.25 },
})
/** As likely as not to be asked about: above `noticed` and `wary`, below `unnoticed`. */
const half: Model = { ...sure(1), bias: Math.log(0.3 / 0.7) }

describe('what lowers a finding', () => {
  test.each([
    ['a denial', 'I am not suicidal', 'notice'],
    ['the past', 'years ago I tried to kill myself', 'ask'],
    ['somebody else', 'they say the singer was suicidal', 'notice'],
    ['a story', 'I watched a film and at the end I kill myself in the game', 'ask'],
    ['a joke', 'this homework makes me want to die lol', 'notice'],
    ['a figure of speech', 'that alarm clock literally makes me want to die', 'ask'],
    ['a condition', 'if I ever want to die I will ring you', 'ask'],
  ])('%s leaves "%s" at %s', (_, text, level) => {
    expect(look(text).level).toBe(level)
  })

  test.each([
    ['what is denied is life', 'I do not want to live', 'red'],
    ['not stopping is no denial', 'I can not stop thinking about killing myself', 'red'],
    ['despair defeats the joke', 'I want to die lol, I am so worthless and nobody cares', 'red'],
    ['last night is not the past', 'last night I tried to kill myself', 'red'],
    ['a full stop ends the reach of a denial', 'I am not tired. I want to kill myself.', 'red'],
  ])('%s: "%s" stays %s', (_, text, level) => {
    expect(look(text).level).toBe(level)
  })

  test('amid other talk a bare wish asks, alone it alarms', () => {
    expect(look('I want to die').level).toBe('red')
    expect(look('I want to die so I sat down with the crossword and some tea').level).toBe('ask')
  })

  test('when we have reason to be wary a lowered finding still asks', () => {
    expect(look('I am not suicidal', { wary: true }).level).toBe('ask')
    expect(look('this homework makes me want to die lol', { wary: true }).level).toBe('ask')
    expect(look('the lake was blue', { wary: true }).level).toBe('none')
  })
})

describe('where it is found', () => {
  test.each([
    ['I want to kill myself', 'kill myself'],
    ['I’m gonna k1ll   MYSELF', 'k1ll   MYSELF'],
    ['ok. s.u.i.c.i.d.e', 's.u.i.c.i.d.e'],
    ['😔 I wanna dіе today', 'wanna dіе'],
    ['Ya no quiero vivir más', 'no quiero vivir'],
  ])('in "%s" a clinician sees "%s"', (text, words) => {
    expect(marked(text).some((span) => span.includes(words))).toBe(true)
  })

  test('a sentence over several sends is one, marked in the part that was just sent', () => {
    const more = { lastTexts: ['kill', 'I want to'] }
    expect(look('myself', more)).toMatchObject({ level: 'red', categories: ['S2'] })
    expect(marked('myself', more)).toEqual(['myself'])
  })

  test('what an earlier message said alone is not found again in the next', () => {
    expect(look('and then I slept', { lastTexts: ['I want to kill myself'] }).level).toBe('none')
  })

  test('the end of the longest message is read as its beginning', () => {
    const text = `${'the lake was blue and I sat there. '.repeat(200)}I am going to kill myself tonight`
    expect(look(text).level).toBe('black')
    expect(marked(text)).toContain('kill myself tonight')
  })

  test('the gravest category comes first', () => {
    expect(look('I feel unreal and everything looks far away and he hits me').categories[0]).toBe('A')
  })
})

describe('what it cannot read', () => {
  const unknown = 'nazywam się ktoś zupełnie inny dzisiaj wieczorem'

  test.each([unknown, 'Сегодня вечером мне очень плохо'])('notes "%s" once and asks the second time', (text) => {
    expect(look(text)).toMatchObject({ level: 'notice', categories: ['media'], rules: ['language.unread'] })
    expect(look(text, { unreadBefore: true }).level).toBe('ask')
    expect(look(text, { lastTexts: [unknown] }).level).toBe('ask')
  })

  test.each(['Doctor Miller Thursday', 'ok', '42', '👍👍👍👍👍👍'])('takes "%s" for no language at all', (text) => {
    expect(look(text).level).toBe('none')
  })
})

describe('the model', () => {
  test('raises nothing above ask', () => {
    expect(look('the lake was blue', {}, sure(9))).toMatchObject({ level: 'ask', rules: ['model.ask'], spans: [] })
  })

  test('lowers nothing', () => {
    expect(look('I want to kill myself', {}, sure(-9)).level).toBe('red')
  })

  test('leaves a plain denial a note', () => {
    expect(look('I am not suicidal', {}, sure(9)).level).toBe('notice')
  })

  test('listens more closely where the rules took notice, or where we are wary', () => {
    expect(look('she said the word suicide', {}, half).level).toBe('ask')
    expect(look('the lake was blue', {}, half).level).toBe('none')
    expect(look('the lake was blue', { wary: true }, half).level).toBe('ask')
  })

  test('says nothing of a text that says nothing by itself, however high the bias', () => {
    const unknowing = { ...sure(9), weights: new Float32Array(PLACES) }
    expect(look('the lake was blue', { wary: true }, unknowing).level).toBe('none')
    const unconvinced = { ...sure(9), weights: new Float32Array(PLACES).fill(-1e-6) }
    expect(look('the lake was blue', { wary: true }, unconvinced).level).toBe('none')
    expect(look('blue lake', { wary: true }, sure(9)).level).toBe('none')
    expect(look('7 8 9 10', { wary: true }, sure(9)).level).toBe('none')
  })

  test('has a point of its own for when we are wary', () => {
    const reluctant = { ...half, asksFrom: { ...half.asksFrom, wary: 0.4 } }
    expect(look('the lake was blue', { wary: true }, reluctant).level).toBe('none')
    expect(look('the lake was blue', { wary: true }, half).level).toBe('ask')
  })

  test('says nothing of Spanish, which the rules read alone', () => {
    expect(look('no quiero ir a la casa de mi madre hoy', { wary: true }, sure(9)).level).toBe('none')
  })

  test('asks about what the words are about', () => {
    expect(look('it was unreal', {}, sure(9)).categories).toEqual(['D'])
    expect(look('the lake was blue', {}, sure(9)).categories).toEqual(['S1'])
  })

  test('is shipped, and with no weights the rules stand alone', () => {
    expect(SHIPPED).not.toBeNull()
    const empty = {
      what: '',
      source: '',
      date: '2026-01-01',
      signedOffBy: null,
      bias: 9,
      step: 1,
      places: '',
      weights: '',
    }
    expect(modelOf({ ...empty, asksFrom: { noticed: 0, unnoticed: 0, wary: 0 } })).toBeNull()
  })
})

test('the same message gives the same answer', () => {
  const text = 'I feel worthless and everyone would be better off without me'
  expect(screen({ text, lastTexts: [] })).toEqual(screen({ text, lastTexts: [] }))
})

describe('sex work is never a flag word by itself', () => {
  test.each([
    'I am an escort and I saw three clients today',
    'my client paid me for the night',
    'sex work is work',
    'I strip on weekends and cam on weekdays',
    'trabajo de escort y hoy tuve dos clientes',
    'the brothel moved, the new house is nicer',
  ])('"%s" is nothing to the rules', (text) => {
    expect(look(text).level).toBe('none')
  })

  test('and violence at work is violence', () => {
    expect(look('my client hits me').level).toBe('red')
    expect(look('my pimp beats me when I say no').level).toBe('red')
  })
})
