import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { SCREEN_LEVELS, type ScreenResult } from '../../../src/core/screen-result.ts'
import { screen } from '../../../src/rails/screen/screen.ts'

/*
 * Lines that we invented, of all categories, said in all ways. They run without the model, so that what is listed for
 * clinicians to read is what is tested. A miss that a therapist reports becomes a line here (docs/screen.md).
 */

const KINDS = ['sincere', 'negated', 'past', 'third', 'hypothetical', 'idiom', 'obfuscated', 'split'] as const
type Corpus = Readonly<Record<(typeof KINDS)[number], readonly (string | readonly string[])[]>>

const here = new URL('corpus/', import.meta.url)
const readJson = (name: string): unknown => JSON.parse(readFileSync(new URL(name, here), 'utf8'))
const corpusOf = (category: string) => readJson(`en-${category}.json`) as Corpus

const categories = globSync('en-?*.json', { cwd: here.pathname })
  .filter((file) => file !== 'en-benign.json')
  .map((file) => basename(file, '.json').slice('en-'.length))
  .sort()
const spanish = readJson('es.json') as { sincere: Record<string, string[]>; lowered: string[]; benign: string[] }

/** What the screen says at the gravest of the sends, each with those before it. */
const asScreened = (line: string | readonly string[]): ScreenResult =>
  [line]
    .flat()
    .map((text, at, sends) => screen({ text, lastTexts: sends.slice(0, at).toReversed() }, null))
    .reduce((gravest, next) => (rank(next) > rank(gravest) ? next : gravest))
const rank = ({ level }: Pick<ScreenResult, 'level'>) => SCREEN_LEVELS.indexOf(level)
const atLeast = (level: ScreenResult['level']) => (line: string | readonly string[]) =>
  rank(asScreened(line)) >= rank({ level })
const missed = (lines: readonly (string | readonly string[])[], fits: (line: string | readonly string[]) => boolean) =>
  lines.filter((line) => !fits(line))

/** Remembering is no danger: it is noted for the session and nobody is asked. */
const expected = (category: string) => (category === 'F' ? 'notice' : 'ask')
/** Every S counts as one family: a wish and a plan are often one sentence. */
const sameFamily = (category: string) => (line: string | readonly string[]) =>
  asScreened(line).categories.some((found) => found === category || (category[0] === 'S' && found.startsWith('S')))

/** Lines that the rules alone only note, kept so that nobody forgets them. The model asks about each (see the last test). */
const ONLY_NOTED = ['if a truck hit me on the way home I would not mind']

describe.each(categories)('category %s', (category) => {
  const corpus = corpusOf(category)

  test.each(['sincere', 'obfuscated', 'split'] as const)('finds every %s line, in its own family', (kind) => {
    const lines = corpus[kind].filter((line) => !ONLY_NOTED.includes(String(line)))
    expect(missed(lines, atLeast(expected(category)))).toEqual([])
    expect(missed(lines, sameFamily(category))).toEqual([])
  })

  test.each(['negated', 'past', 'third', 'hypothetical', 'idiom'] as const)('alarms nobody over a %s line', (kind) => {
    expect(missed(corpus[kind], (line) => rank(asScreened(line)) < rank({ level: 'red' }))).toEqual([])
  })
})

test.each(['S1', 'S2', 'S3', 'S4', 'A'])('what was, however long ago, is never silenced: %s', (category) => {
  expect(missed(corpusOf(category).past, atLeast('notice'))).toEqual([])
})

test('a sentence that no send says alone is found when they are joined', () => {
  const alone = (text: string) => screen({ text, lastTexts: [] }, null).level
  expect([alone('I want to'), alone('disappear')]).toEqual(['none', 'none'])
  expect(asScreened(['I want to', 'disappear']).level).toBe('ask')
})

test('the plainest words of acute danger alarm', () => {
  const lines = [
    'I am going to kill myself tonight',
    'I took all my pills',
    'I slit my wrists',
    'he is outside and he has a knife',
    'my husband strangled me last night',
    'I am bleeding badly',
    'I cut myself again',
    'me tomé todas las pastillas',
    'me quiero matar',
  ]
  expect(missed(lines, atLeast('red'))).toEqual([])
})

test('ordinary talk, also about sex work, says nothing to the screen', () => {
  expect(missed(readJson('en-benign.json') as string[], (line) => rank(asScreened(line)) === 0)).toEqual([])
  expect(missed(spanish.benign, (line) => rank(asScreened(line)) === 0)).toEqual([])
})

test.each(Object.entries(spanish.sincere))('finds every Spanish line of %s', (category, lines) => {
  expect(missed(lines, atLeast('ask'))).toEqual([])
  expect(missed(lines, sameFamily(category))).toEqual([])
})

test('Spanish denials, past, others and jokes alarm nobody', () => {
  expect(missed(spanish.lowered, (line) => rank(asScreened(line)) < rank({ level: 'red' }))).toEqual([])
})

test('the model asks where the rules only note', () => {
  expect(ONLY_NOTED.map((text) => screen({ text, lastTexts: [] }))).toEqual(
    ONLY_NOTED.map(() => expect.objectContaining({ level: 'ask', rules: expect.arrayContaining(['model.ask']) })),
  )
})

test('every category is said in every way, in at least 600 lines', () => {
  const lines = categories.flatMap((category) => {
    const corpus = corpusOf(category)
    return KINDS.flatMap((kind) => {
      expect(corpus[kind].length, `${category} ${kind}`).toBeGreaterThanOrEqual(5)
      return corpus[kind]
    })
  })
  expect(categories).toHaveLength(14)
  expect(new Set(lines.map(String)).size).toBeGreaterThanOrEqual(600)
})
