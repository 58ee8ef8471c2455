import { describe, expect, test } from 'vitest'
import { readTranscript, writeSpan } from '../../src/script/transcript/read.ts'
import type { Answered } from '../../src/script/transcript/transcript.ts'
import { writeTranscript } from '../../src/script/transcript/write.ts'

const FILE = 'some.txt'
const whole = `# What it shows.
# A second line.

given   place: the pier: at dusk
given   minor

# A note of the author's.
user    hello
        (20s later)
bot     What would you like?
        [0 to 10] [Skip]
flag    red rating-9
does    note on flag · safe-no
timer   silence-check in 1h 3m, silence-close cancelled
at      menu/place > practice/gate

wait    1d 2h
timer   silence-check is heard
at      nothing

user    [Ready] (old)

late    yes

user    (voice)

event   latch raised
`

const numbers = Array.from({ length: 11 }, (_none, number) => String(number))
const answers: Answered[][] = [
  [
    { kind: 'bot', text: 'What would you like?', buttons: [...numbers, 'Skip'], afterMs: 20_000 },
    { kind: 'flag', level: 'red', rule: 'rating-9' },
    { kind: 'does', what: 'note on flag', details: ['safe-no'] },
    { kind: 'timer', timer: 'silence-check', ms: 63 * 60_000 },
    { kind: 'timer', timer: 'silence-close', ms: null },
    { kind: 'at', frames: ['menu/place', 'practice/gate'] },
  ],
  [
    { kind: 'timer', timer: 'silence-check', ms: 0 },
    { kind: 'at', frames: [] },
  ],
]

describe('a transcript', () => {
  test('that is read and written with its answers is the same text', () => {
    expect(writeTranscript(readTranscript(whole, FILE), answers)).toBe(whole)
  })

  test('is read without its answers', () => {
    const { given, exchanges } = readTranscript(whole, FILE)
    expect(given).toMatchObject([
      { name: 'place', value: 'the pier: at dusk' },
      { name: 'minor', value: '' },
    ])
    expect(exchanges.map(({ doing }) => doing.kind)).toEqual(['types', 'waits', 'taps', 'types', 'sends', 'happens'])
    expect(exchanges.map(({ line }) => line)).toEqual([8, 17, 21, 23, 25, 27])
  })

  test.each([
    ['usr     hello', /some\.txt:1: .*begins with user, late, early, wait/],
    ['wait    a while', /such as `3m`/],
    ['wait    3m soon', /such as `3m`/],
    ['user    (song)', /\(voice\), \(photo\)/],
    ['user', /what the client writes/],
    ['event   rain', /outage, failed, upgrade/],
    ['user    hi\ngiven   minor', /some\.txt:2: .*before the first thing/],
  ])('with %j is refused by file, line and cure', (text, sentence) => {
    expect(() => readTranscript(text, FILE)).toThrow(sentence)
  })
})

test.each([
  [0, '0s'],
  [20_400, '20s'],
  [59_999, '1m'],
  [90_061_000, '1d 1h 1m 1s'],
])('%i ms is written %s', (ms, text) => {
  expect(writeSpan(ms)).toBe(text)
})
