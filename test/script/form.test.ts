import { describe, expect, test } from 'vitest'
import { printProblem } from '../../src/script/problem.ts'
import { GROUNDING, REHEARSAL, brief, changed, problemsOf } from './sample.ts'

const SLIPS: readonly [says: string, from: string, to: string, at: string, cure: string][] = [
  [
    'indentation that YAML cannot read',
    '    say: What do',
    '   say: What do',
    'bad-yaml 18:9 What',
    'Look at the spaces in front',
  ],
  [
    'a bracket that is never closed',
    'needs: { keepsakes: [place] }',
    'needs: { keepsakes: [place }',
    'bad-yaml 7:28',
    'Look at the spaces in front',
  ],
  ['a key that is there twice', '  finish:\n', '  sight:\n', 'duplicate-key 25:3 sight:', 'Rename one of the two'],
  ['an alias', 'say: You can', 'say: &warm You can', 'alias 26:16 You', 'Write the part out'],
  ['an unknown key at the top', 'title: A', 'titel: A', 'unknown-key 2:1 titel:', 'Write `title`.'],
  ['an unknown key in a step', '    say: How', '    sya: How', 'unknown-key 22:5 sya:', 'Write `say`.'],
  ['an unknown key in a smaller map', 'taps: 10', 'tabs: 10', 'unknown-key 6:23 tabs:', 'Write `taps`.'],
  ['an unknown kind of step', 'rate: distress', 'rat: distress', 'unknown-step-kind 23:5 rat:', 'Write `rate`.'],
  [
    'a kind of step that nobody knows',
    'write: {',
    'remember: {',
    'unknown-step-kind 19:5 remember:',
    'Write one of `say`, `choose`, `rate`',
  ],
  [
    'a step that does two things',
    'rate: distress',
    'rate: distress\n    end: done',
    'two-kinds 24:5 end:',
    'Make two steps of it.',
  ],
  [
    'a step without anything',
    '    say: You can come back here any time.\n    end: done\n',
    '    go: close\n',
    'unknown-step-kind 25:3 finish:',
    'Add `say`',
  ],
  [
    'an empty step',
    '    say: You can come back here any time.\n    end: done\n',
    '',
    'wrong-shape 25:3 finish:',
    'Write `say:`',
  ],
  ['a missing go', '    go: level\n', '', 'missing-go 17:3 sight:', 'Write `go:`'],
  [
    'a choice without a way',
    'go: { ready: sight, later: close }',
    'go: { ready: sight }',
    'missing-go 15:29 later:',
    'Write `later: …` under `go`',
  ],
  [
    'choices without any way',
    '    go: { ready: sight, later: close }\n',
    '',
    'missing-go 11:3 settle:',
    'Write `go: { ready: …, later: … }`',
  ],
  [
    'a way for a choice that is not there',
    'later: close',
    'latr: close, later: close',
    'unknown-choice 16:25 latr:',
    'Write `later`.',
  ],
  ['a shadowed stop', 'later: close', 'later: close, stop: finish', 'shadowed 16:39 stop:', 'Take `stop` out of `go`'],
  ['a pause that is too long', 'pause: 20s', 'pause: 90s', 'bad-pause 14:18 90s', 'Write whole seconds from 1s to 60s'],
  ['a pause in minutes', 'pause: 20s', 'pause: 1m', 'bad-pause 14:18 1m', 'Write whole seconds from 1s to 60s'],
  ['a pause of nothing', 'pause: 20s', 'pause: 0s', 'bad-pause 14:18 0s', 'Write whole seconds from 1s to 60s'],
  ['a misspelt pause', 'pause: 20s', 'puase: 20s', 'unknown-key 14:11 puase:', 'Write `pause`.'],
  [
    'a sentence with a colon',
    '- Find a',
    '- "Now": find a',
    'colon-in-sentence 13:9 "Now":',
    'Put the whole sentence in quotation marks.',
  ],
  ['a label that is a number', 'later: Not now', 'later: 5', 'wrong-shape 15:36 5', 'Put it in quotation marks'],
  ['a sentence that is empty', 'say: You can come back here any time.', 'say:', 'wrong-shape 26:9', 'Write a sentence'],
  [
    'a topic that does not exist',
    'about: place-sense',
    'about: memory',
    'unknown-word 19:21 memory',
    'Write one of `place-sense`',
  ],
  ['a write without a topic', 'about: place-sense, skip: yes', 'skip: yes', 'one-topic 19:12 {', 'Write exactly one'],
  [
    'a write with two topics',
    'about: place-sense',
    'about: place-sense, keep: place',
    'one-topic 19:12 {',
    'Write exactly one',
  ],
  ['once without a keepsake', 'skip: yes', 'once: yes', 'once-without-keep 19:34 once:', 'Take `once` out'],
  ['true for yes', 'skip: yes', 'skip: true', 'unknown-word 19:40 true', 'Write one of `yes`, `no`'],
  [
    'a way for skipping that is refused',
    'skip: yes }\n    go: level',
    'skip: no }\n    go: { wrote: level, skip: close }',
    'skip-refused 20:25 skip:',
    'Take one of the two out',
  ],
  ['a scale that does not exist', 'rate: distress', 'rate: distres', 'unknown-word 23:11 distres', 'Write `distress`.'],
  [
    'a moment that does not exist',
    'rate: distress',
    'rate: { scale: distress, moment: start }',
    'unknown-word 23:38 start',
    'Write one of `before`',
  ],
  [
    'a class of another scale',
    'go: finish',
    'go: { ok: finish, not-here: close }',
    'unknown-class 24:23 not-here:',
    'Write one of `ok`',
  ],
  [
    'a rating that does not say what follows ok',
    'go: finish',
    'go: { raised: finish }',
    'unnamed-class 24:5 go:',
    'Add `ok: …`.',
  ],
  ['an outcome that does not exist', 'end: done', 'end: dne', 'unknown-word 27:10 dne', 'Write `done`.'],
  [
    'the body of the rails in a practice',
    'rate: distress',
    'run: $body',
    'body-outside-rails 23:10 $body',
    'Write the name of the flow to run.',
  ],
  ['a missing class', 'class: green\n', '', 'missing-class 1:1 flow:', 'Write `class: green`'],
  [
    'a missing budget',
    'budget: { minutes: 4, taps: 10 }\n',
    '',
    'missing-budget 1:1 flow:',
    'Write how long it may take',
  ],
  [
    'a kind of flow that does not exist',
    'kind: practice',
    'kind: practise',
    'unknown-word 4:7 practise',
    'Write `practice`.',
  ],
  ['a language that is none', 'lang: en', 'lang: english', 'bad-name 5:7 english', 'two small letters'],
  ['a keepsake that does not exist', '[place]', '[plaice]', 'unknown-word 7:22 plaice', 'Write `place`.'],
  ['a name in capitals', '  finish:\n', '  Finish:\n', 'bad-name 25:3 Finish:', 'Write small letters'],
  ['a step called close', '  finish:\n', '  close:\n', 'bad-name 25:3 close:', 'Write small letters'],
  [
    'a target that cannot be a name',
    'go: level',
    'go: $raised',
    'bad-name 20:9 $raised',
    'Write `go:` and the name of the next step',
  ],
]

describe('a slip is refused at its place, with its cure:', () => {
  test.each(SLIPS)('%s', (...[, from, to, at, cure]) => {
    const found = problemsOf(changed(REHEARSAL, from, to))
    expect(found.map(brief)).toContain(at)
    expect(found.find((problem) => brief(problem) === at)?.cure).toContain(cure)
  })
})

describe('the form of a flow', () => {
  test('is sound as the sample has it', () => {
    expect(problemsOf(REHEARSAL)).toEqual([])
    expect(problemsOf(GROUNDING)).toEqual([])
  })

  test('is refused at the first slip of YAML only, for the rest follows from it', () => {
    expect(problemsOf(changed(REHEARSAL, '    say: What do', '   say: What do')).map(({ rule }) => rule)).toEqual([
      'bad-yaml',
    ])
  })

  test('names every wrong step at once', () => {
    const twice = changed(changed(REHEARSAL, 'end: done', 'end: dne'), '    go: level\n', '')
    expect(problemsOf(twice).map(({ rule }) => rule)).toEqual(['missing-go', 'unknown-word'])
  })

  test('is missing in an empty file, a list and a sentence', () => {
    for (const text of ['', '- one\n', 'Hello.\n'])
      expect(problemsOf(text).map(({ rule }) => rule)).toEqual(['empty-file'])
  })

  test('of care names every class of a rating, or one step for all', () => {
    const care = changed(GROUNDING, 'done: close', 'done: level')
    const rated = (go: string) => `${care}  level:\n    say: How is it now?\n    rate: distress\n    go: ${go}\n`
    expect(problemsOf(rated('close'))).toEqual([])
    expect(problemsOf(rated('{ ok: close, raised: look }')).map(brief)).toEqual(['unnamed-class 14:5 go:'])
    expect(problemsOf(rated('{ ok: close, raised: look }'))[0]?.message).toBe(
      '`go` does not say what follows `high`, `crisis`, `none`.',
    )
  })

  test('of cards has one line or labels, and no way on', () => {
    const cards =
      'flow: answers\ntitle: Answers\nkind: cards\nlang: en\nsteps:\n  sticker:\n    say: I can read words only.\n'
    expect(problemsOf(cards)).toEqual([])
    expect(problemsOf(`${cards}    go: close\n`).map(brief)).toEqual(['unknown-key 8:5 go:'])
    expect(problemsOf(changed(cards, 'lang: en', 'lang: en\nstart: sticker')).map(brief)).toEqual([
      'unknown-key 5:1 start:',
    ])
  })

  test('of the rails says when each rating is asked', () => {
    const rails =
      'flow: round\ntitle: Round\nkind: rails\nlang: en\nstart: before\nsteps:\n  before:\n    say: How is it?\n    rate: distress\n    go: close\n'
    expect(problemsOf(rails).map(brief)).toEqual(['missing-moment 9:11 distress'])
    expect(problemsOf(changed(rails, 'rate: distress', 'rate: { scale: distress, moment: before }'))).toEqual([])
  })

  test('holds at most eight choices', () => {
    const nine = Array.from({ length: 9 }, (_, index) => `c${index}: Choice ${index}`).join(', ')
    const text = changed(
      changed(REHEARSAL, '{ ready: Ready, later: Not now, stop: Stop }', `{ ${nine} }`),
      '{ ready: sight, later: close }',
      'sight',
    )
    expect(problemsOf(text).map(brief)).toContain('too-many-choices 15:5 choose:')
  })

  test('carries the name of its folder', () => {
    const other = changed(REHEARSAL, 'flow: rehearsal', 'flow: "rehearsal"')
    expect(problemsOf(other)[0]?.message).toBe('The flow is called `rehearsal` and lies in the folder `"rehearsal"`.')
  })
})

test('a problem prints its place, the line with a caret, what is wrong and the cure', () => {
  const [problem] = problemsOf(changed(REHEARSAL, 'pause: 20s', 'pause: 2h'))
  expect(printProblem(problem!)).toBe(
    [
      'flows/rehearsal/flow.yaml:14:18  error  bad-pause',
      '  14 |       - { pause: 2h }',
      '     |                  ^',
      '  A pause cannot be `2h`.',
      '  Cure: Write whole seconds from 1s to 60s: `{ pause: 20s }`.',
    ].join('\n'),
  )
})
