import { describe, expect, test } from 'vitest'
import { RULES } from '../../../src/rails/screen/lexicon.ts'
import { compilePhrase } from '../../../src/rails/screen/phrase.ts'

const GROUPS = { want: ['want to', 'wish to'], deep: ['{want} rest'] }
const finds = (phrase: string, text: string) => compilePhrase(phrase, GROUPS).finds.test(` ${text} `)

describe('a phrase', () => {
  test.each([
    ['kill|hurt myself', 'i hurt myself', 'i hurt my leg'],
    ['i [feel|am so] low', 'i am so low', 'i am low'],
    ['i am (very|so) low', 'i am low', 'i am too low'],
    ['i {want} sleep', 'i wish to sleep', 'i try to sleep'],
    ['i {deep}', 'i want to rest', 'i rest'],
    ['lost ... time', 'lost a lot of time', 'lost a whole lot of my time'],
    ['dissociat* again', 'dissociating again', 'dissociated'],
    ['< stop', 'no . stop it', 'i stop'],
    ['stop >', 'i stop', 'stop it'],
  ])('%s finds "%s" and not "%s"', (phrase, found, other) => {
    expect(finds(phrase, found)).toBe(true)
    expect(finds(phrase, other)).toBe(false)
  })

  test('reaches over no sentence', () => {
    expect(finds('lost ... time', 'lost it . no time')).toBe(false)
  })

  test.each([
    ['i {nothing} sleep', 'names {nothing}, which is no group'],
    ['(very)', 'has no word that must be there'],
    ['[kill|hurt myself', 'cannot be read'],
    ['kill] myself', 'cannot be read'],
  ])('%s is refused, with the phrase and the reason', (phrase, reason) => {
    expect(() => compilePhrase(phrase, GROUPS)).toThrow(reason)
    expect(() => compilePhrase(phrase, GROUPS)).toThrow(phrase)
  })
})

test('no phrase of a list can make the search climb: the one repetition without end stays inside a word', () => {
  const sources = RULES.flatMap(({ phrases }) => phrases.map(({ finds: { source } }) => source))
  expect(sources.length).toBeGreaterThan(500)
  for (const source of sources)
    expect(source.replaceAll('[^ ]*', '').replaceAll('(?: [^ .]+){0,4}?', '')).not.toMatch(/[*+{]/)
})

test('no search depends on where the one before it ended', () => {
  const { finds: pattern } = compilePhrase('kill myself', {})
  expect([...' kill myself '.matchAll(pattern), ...' kill myself '.matchAll(pattern)]).toHaveLength(2)
})
