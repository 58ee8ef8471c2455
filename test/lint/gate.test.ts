import { describe, expect, test } from 'vitest'
import { isLeading, lintLabels, lintLine } from '../../src/lint/lint-line.ts'
import type { Setting } from '../../src/lint/setting.ts'
import { DRAFT } from '../../src/lint/waivers.ts'

const SAID: Setting = { imagery: false, role: 'say' }
const IN_IMAGERY: Setting = { imagery: true, role: 'say' }

const rules = (text: string, setting: Setting = SAID, lang = 'en') =>
  lintLine({ text, lang, setting }).map(({ rule }) => rule)

describe('the gate', () => {
  test('names the rule, its family, the words as written, why and a cure', () => {
    expect(lintLine({ text: 'Look around. You felt it, didn’t you?', lang: 'en', setting: SAID })).toContainEqual({
      rule: 'L05',
      family: 'leading',
      severity: 'error',
      words: ', didn’t you',
      message: '“, didn’t you”: tag question. The tag tells which answer is wanted.',
      cure: 'Ask openly, without the tag.',
    })
  })

  test('passes nothing in a language that nobody has reviewed', () => {
    expect(lintLine({ text: 'Schau dich um.', lang: 'de', setting: SAID })).toMatchObject([
      { severity: 'error', message: expect.stringContaining('`de`') },
    ])
  })

  test('judges a regional language by its main part', () => {
    expect(rules('Cálmate.', SAID, 'es-MX')).toContain('L29')
    expect(rules('Calm down.', SAID, 'en-AU')).toContain('L29')
  })

  test('is not deceived by capitals, accents, curly apostrophes or a new line', () => {
    expect(rules('DIDN’T THAT FRIGHTEN YOU?')).toContain('L06')
    expect(rules('Look around\nIt is dark there, right?')).toContain('L05')
    expect(rules('CÁLMATE', SAID, 'es')).toContain('L29')
  })

  test('hears a second sentence that hides behind a first without a full stop', () => {
    expect(rules('Something else Did someone come in?')).toContain('L08')
  })
})

describe('slots', () => {
  test('a template is read with the words that stand in for a keepsake', () => {
    expect(rules('Let {place|the attack} fade.')).toContain('L01')
    expect(rules('Let {place|your place} be there.', IN_IMAGERY)).toEqual([])
  })

  test('facts are no words of ours', () => {
    expect(rules('You can reach {@crisis-line} or {@emergency}.')).toEqual([])
  })

  test('in a rendered message the client’s own words are not linted, and ours around them are', () => {
    const rendered = (text: string) =>
      lintLine({ text, lang: 'en', setting: IN_IMAGERY, rendered: true }).map(({ rule }) => rule)
    expect(rendered('Let “my gran’s kitchen” be there.')).toEqual([])
    expect(rendered('Let “my gran’s kitchen” be there, with your gran.')).toContain('L04')
  })

  test('quotation marks do not shelter words of an author', () => {
    expect(rules('Let “the attack” fade.')).toContain('L01')
  })
})

describe('the closed world', () => {
  test('in imagery, a word that nobody reviewed is a problem, and the same word elsewhere is none', () => {
    expect(rules('Look at the sink.', IN_IMAGERY)).toEqual(['L34'])
    expect(rules('Look at the sink.')).toEqual([])
  })

  test('a line that leads into an image is imagery wherever it stands', () => {
    expect(rules('Imagine a sink.')).toContain('L34')
  })

  test('a word that a clinician added for one client passes', () => {
    expect(lintLine({ text: 'Look at the sink.', lang: 'en', setting: IN_IMAGERY, neutral: ['sink'] })).toEqual([])
  })

  test('the usual endings of a listed word pass, and a longer word that begins alike does not', () => {
    expect(rules('Notice two places and what is resting there.', IN_IMAGERY)).toEqual([])
    expect(rules('Notice the placebo.', IN_IMAGERY)).toEqual(['L34'])
  })
})

describe('a waiver', () => {
  const text = 'It is about kindness, not blame. Nobody is guilty.'
  const waiver = { flow: 'about', line: 'card/say.0', lang: 'en', reason: 'A card on what this is for.' }

  test('lifts one rule on exactly its words', () => {
    const waived = lintLine({
      text,
      lang: 'en',
      setting: SAID,
      waivers: [{ ...waiver, rule: 'L23', words: 'blame', by: ['Robin Reed'] }],
    })
    expect(waived.map(({ words }) => words)).toEqual(['guilty'])
  })

  test('of an error needs two names, or stands in a draft', () => {
    const left = (by: string[]) =>
      lintLine({
        text: 'Your secret.',
        lang: 'en',
        setting: SAID,
        waivers: [
          { ...waiver, rule: 'L02', words: 'Your secret', by },
          { ...waiver, rule: 'L26', words: 'Your secret', by },
        ],
      })
    expect(left(['Robin Reed'])).toHaveLength(2)
    expect(left(['Robin Reed', 'Sam Hall'])).toEqual([])
    expect(left([DRAFT])).toEqual([])
  })
})

describe('buttons', () => {
  test('that name feelings need a way out', () => {
    expect(lintLabels(['Sad', 'Angry'], 'en').map(({ rule }) => rule)).toEqual(['L38'])
    expect(lintLabels(['Sad', 'Angry', 'Not sure'], 'en')).toEqual([])
  })

  test('that name none need none', () => {
    expect(lintLabels(['Yes, safe but it is a lot', 'Not safe'], 'en')).toEqual([])
  })
})

describe('leading, as the machine contract counts it', () => {
  const leading = (text: string) =>
    isLeading({ text, lang: 'en' }, lintLine({ text, lang: 'en', setting: { imagery: 'unknown', role: 'say' } }))

  test('is a problem of the family leading, or content where the line itself is imagery', () => {
    expect(leading('It was dark, right?')).toBe(true)
    expect(leading('Imagine a warm beach.')).toBe(true)
  })

  test('is not content elsewhere, nor tone, nor an open question', () => {
    expect(leading('The nurse comes at noon.')).toBe(false)
    expect(leading('Is your mother well?')).toBe(false)
    expect(leading('You must go now.')).toBe(false)
    expect(leading('What do you notice?')).toBe(false)
  })
})
