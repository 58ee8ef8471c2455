import { describe, expect, test } from 'vitest'
import { examineFlows } from '../../src/script/check.ts'
import { prove } from '../../src/script/prove/prove.ts'
import { GROUNDING, REHEARSAL, brief, changed, flowOf, problemsOf } from './sample.ts'

const FINISH = '    say: You can come back here any time.\n    end: done\n'

const BREACHES: readonly [says: string, from: string, to: string, at: string[], cure: string][] = [
  [
    'a target that is not there',
    'go: level',
    'go: levle',
    ['unknown-target 20:9 levle'],
    'Write `level`, or add a step `levle`.',
  ],
  [
    'a start that is not there',
    'start: settle',
    'start: begin',
    ['unknown-target 8:8 begin'],
    'Add a step `begin`, or write one of `settle`',
  ],
  [
    'a class that leads nowhere',
    'go: finish',
    'go: { ok: finish, high: calm }',
    ['unknown-target 24:29 calm'],
    'Add a step `calm`',
  ],
  [
    'a flow that is not there',
    FINISH,
    '    run: closing\n    go: close\n',
    ['unknown-flow 26:10 closing'],
    'Add flows/closing/flow.yaml',
  ],
  [
    'a flow that runs itself',
    FINISH,
    '    run: rehearsal\n    go: close\n',
    ['recursion 26:10 rehearsal'],
    'Lead on with `go`',
  ],
  [
    'a step that nothing leads to',
    'go: finish',
    'go: close',
    ['unreachable-step 25:3 finish:'],
    'Lead to it by `go: finish`',
  ],
  [
    'a step that leads only to itself',
    FINISH,
    '    say: Look around.\n    choose: { more: More }\n    go: finish\n',
    ['dead-end 25:3 finish:'],
    'Lead on from here to a step that ends',
  ],
  [
    'an endless loop of talk',
    FINISH,
    '    say: Breathe out.\n    go: finish\n',
    ['dead-end 25:3 finish:', 'endless-loop 27:9 finish'],
    'Put a `choose` between them',
  ],
  [
    'a rating that is asked for ever',
    'go: finish',
    'go: { ok: finish, raised: level }',
    ['endless 21:3 level:'],
    'Ask in between, with a choice',
  ],
  [
    'two questions in one message',
    'What do you notice',
    'Ready? What do you notice',
    ['two-questions 18:10 Ready?'],
    'Ask one',
  ],
  [
    'a button that reads like stop',
    'ready: Ready',
    'ready: Stop it',
    ['shadowed 15:22 Stop'],
    'Call the choice `stop`',
  ],
  ['a button that reads like SOS', 'ready: Ready', 'ready: I am not OK', ['shadowed 15:22 I'], 'Call the choice `sos`'],
  [
    'a slot that nobody fills',
    '{place|your place}',
    '{plaice|your place}',
    ['unknown-slot 18:10 What'],
    'Write `place`.',
  ],
  ['a fact that nobody knows', 'any time', 'any time: {@emergencies}', ['bad-yaml 26:10 You'], 'in quotation marks'],
  [
    'a keepsake without a fallback',
    '{place|your place}',
    '{place}',
    ['missing-fallback 18:10 What'],
    'Write `{place|…}`',
  ],
  [
    'a fact with a fallback',
    'any time',
    'any time, {@therapist|she} reads',
    ['idle-fallback 26:10 You'],
    'Write `{@therapist}`.',
  ],
  ['a slot with a capital', '{place|your place}', '{Place|your place}', ['bad-slot 18:10 What'], 'in small letters'],
  [
    'a line that is too long',
    'any time',
    `any time, ${'and again '.repeat(30)}`,
    ['long-line 26:10 You'],
    'Make two lines of it.',
  ],
  [
    'a label that is too long',
    'ready: Ready',
    `ready: ${'Yes and '.repeat(10)}`,
    ['long-label 15:22 Yes'],
    'Shorten it.',
  ],
  [
    'a label that a keepsake makes too long',
    'ready: Ready',
    'ready: "Go to {place|my place}, please"',
    ['long-label 15:22 "Go'],
    'Shorten it.',
  ],
  ['more taps than the budget', 'taps: 10', 'taps: 7', ['over-budget 6:29 7'], 'Ask less on this way'],
  ['more minutes than the budget', 'minutes: 4', 'minutes: 0.5', ['over-budget 6:20 0.5'], 'Shorten lines or pauses'],
  [
    'a budget that no practice has',
    'minutes: 4',
    'minutes: 20',
    ['budget-too-long 6:9 {'],
    'Make two practices of it.',
  ],
]

describe('a law is broken at its place, with its cure:', () => {
  test.each(BREACHES)('%s', (...[, from, to, at, cure]) => {
    const found = problemsOf(changed(REHEARSAL, from, to))
    expect(found.map(brief)).toEqual(at)
    expect(found.at(-1)?.cure).toContain(cure)
  })
})

describe('a counter-example', () => {
  test('is the shortest conversation that leads there', () => {
    const [problem] = problemsOf(
      changed(REHEARSAL, FINISH, '    say: Look around.\n    choose: { more: More }\n    go: finish\n'),
    )
    expect(problem?.message).toBe(
      [
        'From the step `finish` no way leads to an end.',
        'The way there:',
        '    bot      Find a position your body likes.',
        '    client   [Ready]',
        '    bot      What do you notice around you in {place|your place}?',
        '    client   [Skip]',
        '    bot      How strong is the distress now?',
        '    client   (rates distress: ok)',
        '    bot      Look around.',
      ].join('\n'),
    )
  })

  test('names the choice that leads into a trap', () => {
    const trap = changed(GROUNDING, 'again: look', 'again: more')
    const found = problemsOf(`${trap}  more:\n    say: Once more.\n    choose: { more: More }\n    go: more\n`)
    expect(found.map(brief)).toEqual(['no-way-out 9:34 Once', 'dead-end 11:3 more:'])
    expect(found[0]?.message).toContain('client   [Once more]')
  })

  test('of a budget names the steps of the longest way', () => {
    const [problem] = problemsOf(changed(REHEARSAL, 'taps: 10', 'taps: 7'))
    expect(problem?.message).toContain('takes 8 taps, 5 of them for gate and ratings')
    expect(problem?.message).toContain('settle → sight → level → finish')
  })
})

describe('flows that run each other', () => {
  const running = (name: string, ...callees: string[]) =>
    changed(GROUNDING, 'flow: grounding', `flow: ${name}`).replace('done: close', `done: ${callees[0]}`) +
    callees
      .map((callee, index) => `  ${callee}:\n    run: ${callee}\n    go: ${callees[index + 1] ?? 'close'}\n`)
      .join('')

  test('may nest as deep as the engine keeps frames, and no deeper', () => {
    const third = running('third', 'grounding')
    const second = running('second', 'third')
    const first = running('first', 'second')
    expect(problemsOf(first, second, third, GROUNDING)).toEqual([])
    const fifth = running('zeroth', 'first')
    expect(problemsOf(fifth, first, second, third, GROUNDING).map(brief)).toEqual(['too-deep 12:10 first'])
  })

  test('count the frame of the rails under a practice', () => {
    const third = running('third', 'grounding')
    const second = running('second', 'third')
    const practice = changed(REHEARSAL, FINISH, '    run: second\n    go: close\n')
    expect(problemsOf(practice, second, third, GROUNDING).map(brief)).toEqual(['too-deep 26:10 second'])
    expect(problemsOf(changed(practice, 'run: second', 'run: third'), third, GROUNDING)).toEqual([])
  })

  test('never come back to themselves', () => {
    const one = running('one', 'two')
    const two = running('two', 'one')
    expect(problemsOf(one, two).map(({ message }) => message)).toEqual(['The flow runs itself: one → two → one.'])
  })

  test('run no cards and no rails', () => {
    const cards =
      'flow: answers\ntitle: Answers\nkind: cards\nlang: en\nsteps:\n  sticker:\n    say: I can read words only.\n'
    expect(problemsOf(running('one', 'answers'), cards).map(brief)).toEqual(['cannot-run 12:10 answers'])
  })
})

describe('the rails', () => {
  const rails = `flow: round
title: Round a practice
kind: rails
lang: en
start: gate
steps:
  gate:
    say: Are you somewhere private?
    choose: { yes: Yes, later: Not now }
    go: { yes: body, later: close }
  body:
    run: $body
    go: { done: closing, stopped: stopped, raised: settle }
  settle:
    run: grounding
    go: closing
  closing:
    run: closing
    go: close
  stopped:
    end: stopped
`
  const closing = changed(GROUNDING, 'flow: grounding', 'flow: closing')

  test('lead every outcome of the body through the closing or to the stopped end', () => {
    expect(problemsOf(rails, GROUNDING, closing)).toEqual([])
  })

  test('are refused where one outcome passes the closing by', () => {
    const found = problemsOf(changed(rails, 'go: closing', 'go: close'), GROUNDING, closing)
    expect(found.map(brief)).toEqual(['not-grounded 13:52 settle'])
    expect(found[0]?.message).toContain('body → settle → $done')
  })

  test('are refused where a rating after the body can leave without the closing', () => {
    const rated = changed(rails, 'done: closing', 'done: after')
    const after = `  after:\n    say: How is it now?\n    rate: { scale: distress, moment: after }\n    go: closing\n`
    expect(problemsOf(rated + after, GROUNDING, closing).map(brief)).toEqual(['not-grounded 13:17 after'])
    const whole = after.replace(
      'go: closing',
      'go: { ok: closing, raised: settle, high: settle, crisis: settle, none: closing }',
    )
    expect(problemsOf(rated + whole, GROUNDING, closing)).toEqual([])
  })
})

describe('a care flow', () => {
  test('says something before anything else, at every entry', () => {
    const silent = changed(GROUNDING, '    say: Look around and name one thing that you see.\n', '')
    expect(problemsOf(silent).map(brief)).toEqual(['before-first-line 7:3 look:'])
    const waiting = changed(GROUNDING, 'say: Look', 'say:\n      - { pause: 5s }\n      - Look')
    expect(problemsOf(waiting).map(brief)).toEqual(['before-first-line 7:3 look:'])
    const rated = `${changed(GROUNDING, 'start: look', 'start: look\nentries: [level]')}  level:\n    say: How is it?\n    rate: distress\n    go: close\n`
    expect(problemsOf(rated).map(brief)).toEqual(['before-first-line 12:3 level:'])
  })

  test('reaches from its entries what its start does not', () => {
    const entered = `${changed(GROUNDING, 'start: look', 'start: look\nentries: [after-stop]')}  after-stop:\n    say: Stopped.\n    go: look\n`
    expect(problemsOf(entered)).toEqual([])
    expect(problemsOf(changed(entered, 'entries: [after-stop]\n', '')).map(brief)).toEqual([
      'unreachable-step 11:3 after-stop:',
    ])
  })
})

describe('between two answers', () => {
  const said = (count: number) => `    say:\n${'      - A line.\n'.repeat(count)}`

  test('a flow says no more than a turn may hold', () => {
    const talking = (first: number, second: number) =>
      `${changed(GROUNDING, 'done: close', 'done: one')}  one:\n${said(first)}    go: two\n  two:\n${said(second)}    end: done\n`
    expect(problemsOf(talking(4, 4))).toEqual([])
    const [problem] = problemsOf(talking(4, 5))
    expect(problem && brief(problem)).toBe('talks-too-long 11:3 one:')
    expect(problem?.message).toContain('After the answer in `look`, from `one`, 9 messages follow')
  })

  test('what another flow says at its start is counted with it', () => {
    const talking = `${changed(GROUNDING, 'flow: grounding', 'flow: other').replace('done: close', 'done: one')}  one:\n${said(8)}    run: grounding\n    go: close\n`
    expect(problemsOf(talking, GROUNDING).map(brief)).toEqual(['talks-too-long 11:3 one:'])
  })
})

describe('buttons', () => {
  test('of one step read differently', () => {
    const found = problemsOf(changed(GROUNDING, 'again: Once more', 'again: "done!"'))
    expect(found.map(brief)).toEqual(['same-label 9:34 "done!"'])
    expect(found[0]?.message).toBe('The buttons `done` and `again` both read [done!].')
  })

  test('of the rails are refused a way of their own, even where a flow was not read from a file', () => {
    const flow = flowOf(REHEARSAL)
    const settle = flow.steps['settle']
    if (settle?.kind !== 'choose') throw new Error('the sample has changed')
    const choices = settle.choices.map((choice) => (choice.id === 'stop' ? { ...choice, go: 'sight' } : choice))
    const { findings } = prove({ ...flow, steps: { ...flow.steps, settle: { ...settle, choices } } }, () => undefined)
    expect(findings.map(({ rule, family, step }) => `${family} ${rule} ${step}`)).toEqual(['safety shadowed settle'])
  })
})

test('two questions before one answer are a warning', () => {
  const found = problemsOf(
    changed(GROUNDING, 'say: Look', 'say:\n      - Where are you?\n      - What do you see? Look'),
  )
  expect(found.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual(['warning two-questions'])
})

test('a flow beyond the ceiling is refused with what multiplies its states', () => {
  const { findings, states } = prove(flowOf(REHEARSAL), () => undefined, 5)
  expect(states).toBeGreaterThan(5)
  expect(findings.map(({ rule }) => rule)).toEqual(['too-many-states'])
  expect(findings[0]?.message).toContain('What multiplies them is `')
})

describe('a questionnaire', () => {
  const PHQ = `flow: asked
title: Asked
kind: care
lang: en
start: begin

steps:
  begin:
    say: Would you like to begin?
    choose: { begin: Begin, sos: I am not OK }
    go: questions

  questions:
    measure: phq-9
    go: { done: thanks, risk: risk, asked: numbers, over: thanks }

  risk:
    run: direct-question
    go: questions

  numbers:
    say: "If you might be in danger: {@emergency}. What would you like?"
    choose: { go-on: Go on, sos: I am not OK }
    go: questions

  thanks:
    say: Thank you.
    end: done
`
  const QUESTION = `flow: direct-question
title: One direct question
kind: care
lang: en
start: life

steps:
  life:
    say: "{@emergency}. Is it so?"
    choose: { "yes": "Yes", "no": "No", sos: I am not OK }
    go: close
`
  const found = (text: string, path = 'flows/asked/flow.yaml') =>
    examineFlows([
      { path: 'flows/direct-question/flow.yaml', text: QUESTION },
      { path, text },
    ])
      .flatMap(({ problems }) => problems)
      .map(({ rule, line }) => `${rule} ${line}`)

  test('holds as it stands, in few states whatever the number of its items', () => {
    expect(found(PHQ)).toEqual([])
    const [, checked] = examineFlows([
      { path: 'flows/direct-question/flow.yaml', text: QUESTION },
      { path: 'flows/asked/flow.yaml', text: PHQ },
    ])
    expect(checked?.states).toBeLessThan(60)
  })

  test.each([
    [
      'a risk item that nothing follows',
      '    run: direct-question\n    go: questions',
      '    say: Thank you.\n    go: questions',
      'risk-unanswered 15',
    ],
    ['a risk item without the numbers', 'in danger: {@emergency}. What', 'in danger, ring. What', 'risk-unanswered 15'],
    [
      'one way for everything',
      'go: { done: thanks, risk: risk, asked: numbers, over: thanks }',
      'go: thanks',
      'risk-unanswered 15',
    ],
    ['an instrument that nobody reviewed', 'measure: phq-9', 'measure: mmpi', 'unknown-word 14'],
    [
      'a practice round it',
      'kind: care',
      'kind: practice\nclass: green\nbudget: { minutes: 4, taps: 10 }',
      'measure-outside-care 16',
    ],
  ])('is refused with %s', (_says, from, to, problem) => {
    expect(found(PHQ.replace(from, to))).toContain(problem)
  })
})
