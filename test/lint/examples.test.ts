import { describe, expect, test } from 'vitest'
import { lintLabels, lintLine } from '../../src/lint/lint-line.ts'
import { languageFor, LANGS, RULES } from '../../src/lint/reviewed.ts'
import type { Example } from '../../src/lint/reviewed.ts'

/** The rules that an example breaks. */
function broken(example: Example, lang: string): string[] {
  if (typeof example === 'object' && 'labels' in example) {
    return lintLabels(example.labels, lang).map(({ rule }) => rule)
  }
  const text = typeof example === 'string' ? example : example.text
  return lintLine({ text, lang, setting: { imagery: typeof example === 'object', role: 'say' } }).map(
    ({ rule }) => rule,
  )
}

describe.each(LANGS)('in %s', (lang) => {
  const patterns = languageFor(lang)?.patterns ?? {}

  test('every rule has its words, why, cure, bad and good examples, and nothing else has', () => {
    expect(Object.keys(patterns)).toEqual(RULES.rules.map(({ id }) => id))
    for (const [id, { bad, good }] of Object.entries(patterns)) {
      expect(Math.min(bad.length, good.length), id).toBeGreaterThan(0)
    }
  })

  test.each(RULES.rules)('$id, $name: every bad example breaks it', ({ id }) => {
    for (const example of patterns[id]?.bad ?? []) {
      expect(broken(example, lang), JSON.stringify(example)).toContain(id)
    }
  })

  test.each(RULES.rules)('$id, $name: every good example passes every rule', ({ id }) => {
    for (const example of patterns[id]?.good ?? []) expect(broken(example, lang), JSON.stringify(example)).toEqual([])
  })
})
