import { describe, expect, test } from 'vitest'
import { canonicalForm, hashOf, readCanonical } from '../../src/script/canonical.ts'
import { linesOf } from '../../src/script/schema.ts'
import { GROUNDING, REHEARSAL, changed, flowOf } from './sample.ts'

const hash = (text: string) => hashOf(canonicalForm(flowOf(text)))

describe('the hash of a script', () => {
  test('is the same for the same words, whatever the writing', () => {
    const rewritten = changed(REHEARSAL, 'kind: practice\nlang: en\n', '# a comment\nlang:   "en"\n\nkind: practice\n')
      .replace(
        '    write: { about: place-sense, skip: yes }\n    go: level\n',
        '    go: { skip: level, wrote: level }\n    write:\n      skip: yes\n      about: place-sense\n',
      )
      .replace(
        'say: You can come back here any time.',
        'say:\n      - >\n        You can come back\n        here any time.',
      )
    expect(rewritten).not.toBe(REHEARSAL)
    expect(hash(rewritten)).toBe(hash(REHEARSAL))
  })

  test('is the same whatever the order of the steps', () => {
    const [head = '', steps = ''] = REHEARSAL.split('steps:\n')
    const parts = steps.split(/(?=^ {2}\w)/m)
    expect(parts).toHaveLength(4)
    expect(hash(`${head}steps:\n${parts.toReversed().join('')}`)).toBe(hash(REHEARSAL))
  })

  test('is changed by any word', () => {
    const hashes = new Set([hash(REHEARSAL)])
    const words = [...REHEARSAL.matchAll(/(?<=say: |- |title: |ready: |later: )[A-Z]\w+/g)]
    for (const { index, 0: word } of words) {
      hashes.add(hash(`${REHEARSAL.slice(0, index)}${word}x${REHEARSAL.slice(index + word.length)}`))
    }
    expect(words.length).toBeGreaterThan(5)
    expect(hashes.size).toBe(words.length + 1)
  })

  test('is changed by a way, a pause and the order of buttons, which a client can notice', () => {
    const others = [
      changed(REHEARSAL, 'ready: sight', 'ready: level'),
      changed(REHEARSAL, '20s', '21s'),
      changed(REHEARSAL, 'ready: Ready, later: Not now', 'later: Not now, ready: Ready'),
    ]
    expect(new Set([REHEARSAL, ...others].map(hash)).size).toBe(4)
  })

  test('is known: it changes only when the canonical form does, and then every stored script is orphaned', () => {
    expect(hash(GROUNDING)).toMatchInlineSnapshot(`"ee9fa7bb78806ec0c3b20ac0713f7264bf932fe8c4f184780d92b0227e720fee"`)
  })
})

describe('the canonical form', () => {
  test.each([
    ['a practice', REHEARSAL],
    ['a care flow', GROUNDING],
  ])('of %s reads back as the same flow', (_name, text) => {
    const flow = flowOf(text)
    const again = readCanonical(canonicalForm(flow))
    expect(again).toEqual(flow)
    expect(canonicalForm(again)).toBe(canonicalForm(flow))
    expect(linesOf(again)).toEqual(linesOf(flow))
  })

  test.each([
    ['no JSON', '{'],
    ['no form', '{}'],
    ['another form', canonicalForm(flowOf(GROUNDING)).replace('"form":1', '"form":2')],
    ['an unknown key', canonicalForm(flowOf(GROUNDING)).replace('"form":1', '"form":1,"more":1')],
  ])('with %s is refused', (_says, body) => {
    expect(() => readCanonical(body)).toThrow(expect.objectContaining({ code: 'flow.invalid' }))
  })
})
