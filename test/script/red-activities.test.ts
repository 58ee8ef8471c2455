import { describe, expect, test } from 'vitest'
import { WRITE_TOPICS } from '../../src/core/effect.ts'
import { CLIENT_KEEPS } from '../../src/core/render.ts'
import { lintScript } from '../../src/lint/lint-script.ts'
import { checkFlows } from '../../src/script/check.ts'
import { parseFlow } from '../../src/script/parse.ts'
import { Step } from '../../src/script/schema.ts'
import { flowFiles } from '../support/flows.ts'

/*
 * The RED activities (clinical 1.4): entering a remembered scene, rescripting alone, being sent back in time, new
 * memories, details, the meaning of dreams, confronting anyone. There is no switch that forbids them: the language has no way to
 * say them, and what could be smuggled into a sentence is refused by the linter in every kind and class of flow.
 */

interface Sketch {
  readonly kind?: string
  readonly class?: string
  readonly say?: string
  readonly step?: string
}

const sketch = ({
  kind = 'practice',
  class: grade = 'green',
  say = 'Take the time you need.',
  step,
}: Sketch): string => `flow: sketch
title: Sketch
kind: ${kind}
class: ${grade}
lang: en
budget: { minutes: 4, taps: 10 }
start: one

steps:
  one:
    say: ${JSON.stringify(say)}
    ${step ?? 'choose: { ready: Ready }'}
    go: close
`
const check = (text: string) => {
  const report = checkFlows([...flowFiles(), { path: 'flows/sketch/flow.yaml', text }])
  return report.files.find(({ flow }) => flow === 'sketch')?.problems ?? []
}
const lint = (text: string) => {
  const { flow } = parseFlow(text, 'flows/sketch/flow.yaml')
  if (!flow) throw new Error('the sketch cannot be read')
  return lintScript(flow, []).filter(({ severity }) => severity !== 'warning')
}

describe('a flow', () => {
  test('of the class red is refused, with its line and what to write', () => {
    expect(check(sketch({ class: 'red' }))).toMatchObject([
      {
        rule: 'unknown-word',
        line: 4,
        message: expect.stringContaining('red'),
        cure: expect.stringMatching(/amber.*green|green.*amber/),
      },
    ])
    expect(check(sketch({}))).toEqual([])
  })

  test.each(['scene', 'memory', 'rescript', 'enter', 'image', 'remember', 'expose', 'draw', 'record'])(
    'has no step that would `%s`',
    (key) => {
      const [problem] = check(sketch({ step: `choose: { ready: Ready }\n    ${key}: here` }))
      expect(problem).toMatchObject({ rule: 'unknown-key', line: 13 })
      expect(problem?.cure).toContain('say')
    },
  )

  test('knows these kinds of step and no other', () => {
    const kinds = Step.options.map((option) => option.shape.kind.value)
    expect(kinds.sort()).toEqual(['card', 'choose', 'end', 'measure', 'play', 'rate', 'recall', 'run', 'say', 'write'])
  })
})

describe('what a client may write', () => {
  test('is about now, today, the place and the session: no topic is a memory, a dream or a person', () => {
    expect([...WRITE_TOPICS].sort()).toEqual([
      'comfort-words',
      'feeling-now',
      'for-my-session',
      'for-my-therapist',
      'need-now',
      'place-sense',
      'plan-today',
    ])
  })

  test.each(['memory', 'scene', 'what-happened', 'dream', 'trauma', 'perpetrator', 'feeling-then', 'need-then'])(
    'is never about `%s`',
    (topic) => {
      const problems = check(sketch({ step: `write: { about: ${topic}, skip: yes }` }))
      expect(problems).toMatchObject([{ rule: 'unknown-word', line: 12, cure: expect.stringContaining('Write') }])
    },
  )

  test('and is kept, is a label, a sentence, a need or the safety plan: nothing about an event', () => {
    expect([...CLIENT_KEEPS].sort()).toEqual([
      'carer',
      'cue-word',
      'name',
      'need',
      'other-place',
      'place',
      'protector',
      'reminder',
      'sentence',
      'younger-self',
    ])
    expect(check(sketch({ step: 'write: { keep: event, skip: yes }' }))).toMatchObject([{ rule: 'unknown-word' }])
  })

  test.each(['new-dream', 'card-one', 'plan-signs'])(
    'a flow asks nobody to write `%s`: it comes from a session',
    (kind) => {
      expect(check(sketch({ step: `write: { keep: ${kind}, skip: yes }` }))).toMatchObject([{ rule: 'unknown-word' }])
    },
  )

  test('the new dream stands as it was written, in no sentence of ours', () => {
    expect(check(sketch({ say: 'Begin: {new-dream|your new dream}.' }))).toMatchObject([{ rule: 'recall-only' }])
  })
})

const RED = [
  ['back in time', 'Go back to the first time you felt this.'],
  ['a float back', 'Think back to when you were small.'],
  ['the scene itself', 'Imagine what happened that day.'],
  ['new memories', 'A forgotten memory may come up now.'],
  ['a detail', 'What was he wearing?'],
  ['somebody supplied', 'Your mother comes into the room.'],
  ['a confrontation', 'Tell your abuser what you think.'],
  ['the meaning of a dream', 'This dream means that something happened.'],
  ['regression', 'As a child you felt scared.'],
] as const

describe.each([
  ['practice', 'green'],
  ['practice', 'amber'],
  ['care', 'green'],
])('a sentence of %s, class %s', (kind, grade) => {
  test.each(RED)('that brings %s is refused', (_what, say) => {
    expect(lint(sketch({ kind, class: grade, say }))).not.toEqual([])
  })

  test('that stays with now passes', () => {
    expect(lint(sketch({ kind, class: grade, say: 'What do you notice around you now?' }))).toEqual([])
  })
})
