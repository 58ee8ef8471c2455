import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseFlow } from '../../src/script/parse.ts'
import { canonicalForm, hashOf, readCanonical } from '../../src/script/canonical.ts'
import { compile } from '../../src/script/compile.ts'
import { edgesOf } from '../../src/script/edges.ts'
import { examineFlows } from '../../src/script/check.ts'
import { graphOf } from '../../src/script/graph.ts'
import { lintScript } from '../../src/lint/lint-script.ts'
import { flowJsonSchema } from '../../src/script/schema.ts'
import { COMMON_LABELS, LABELS } from '../../src/script/vocabulary.ts'
import { walk } from '../../src/script/prove/walk.ts'
import { GROUNDING, REHEARSAL, changed, flowOf, problemsOf } from '../script/sample.ts'

const rules = (text: string) => problemsOf(text).map(({ rule }) => rule)
const states = (text: string) => walk(compile(flowOf(text), hashOf(canonicalForm(flowOf(text))))).spots.length
const SIGHT = 'write: { about: place-sense, skip: yes }\n    go: level'

describe('a line for some clients only', () => {
  const text = (line: string) => changed(REHEARSAL, '- Find a position your body likes.', `- ${line}`)

  test('is no state: the proof grows by nothing', () => {
    const other = text('{ line: Find a position., unless: no-body, instead: Take your time. }')
    expect(rules(other)).toEqual([])
    expect(states(other)).toBe(states(REHEARSAL))
    expect(flowOf(other).steps['settle']?.say.slice(0, 2)).toMatchObject([
      { id: 'say.0', unless: ['no-body'] },
      { id: 'say.1', when: ['no-body'] },
    ])
  })

  test('leaves nobody without a word: a step that would say nothing to some is refused', () => {
    expect(rules(text('{ line: Find a position., unless: no-body }'))).toEqual(['mute-variant'])
    expect(rules(text('{ line: Find a position., when: minor }'))).toEqual(['mute-variant'])
  })

  test('names for whom in one way, and nobody whom no plan knows', () => {
    expect(rules(text('{ line: Find a position., unless: no-body, when: minor }'))).toContain('for-whom')
    expect(rules(text('{ line: Find a position., instead: Another. }'))).toContain('for-whom')
    expect(rules(text('{ line: Find a position., unless: no-legs }'))).toEqual(['unknown-word'])
  })
})

describe('a step that is passed over for some', () => {
  test('is one way more, to where it goes anyway', () => {
    const flow = flowOf(changed(REHEARSAL, SIGHT, `${SIGHT}\n    unless: [no-touch, no-body]`))
    expect(edgesOf(flow.steps['sight']!).at(-1)).toMatchObject({ event: 'ELSE', target: 'level' })
  })

  test('says where to, if there are several ways', () => {
    const two = 'go: { ready: sight, later: close }'
    expect(rules(changed(REHEARSAL, two, `${two}\n    unless: no-body`))).toEqual(['missing-else'])
    expect(rules(changed(REHEARSAL, two, `${two}\n    unless: no-body\n    else: sight`))).toEqual([])
    expect(rules(changed(REHEARSAL, two, `${two}\n    else: sight`))).toEqual(['else-without-unless'])
  })

  test('may not begin a care flow, go round without a question or be a rating', () => {
    const look = 'go: { done: close, again: look }'
    expect(rules(changed(GROUNDING, look, `${look}\n    unless: no-sound\n    else: close`))).toEqual([
      'before-first-line',
    ])
    const round = changed(REHEARSAL, SIGHT, `${SIGHT}\n    unless: no-body\n    else: sight`)
    expect(rules(round)).toEqual(expect.arrayContaining(['endless-loop']))
    expect(rules(changed(REHEARSAL, 'go: finish', 'go: finish\n    unless: no-body'))).toEqual(['unknown-key'])
  })
})

describe('a keepsake and a recording as steps', () => {
  const QUOTED = changed(
    REHEARSAL,
    '    say: You can come back here any time.\n    end: done\n',
    '    recall: sentence\n    text: Your sentence.\n    go: voice\n  voice:\n    play: place\n    text: Here it is.\n    go: { next: close, skip: close, else: close }\n',
  )

  test('are proven, drawn, stored and in the schema for editors', () => {
    expect(rules(QUOTED)).toEqual([])
    const flow = flowOf(QUOTED)
    expect(flow.steps['finish']).toMatchObject({
      kind: 'recall',
      say: [{ id: 'say.0', text: '{sentence|Your sentence.}' }],
    })
    expect(readCanonical(canonicalForm(flow))).toEqual(flow)
    expect(graphOf(flow)).toContain('|"next, skip, else"| end_done')
    const schema = JSON.stringify(flowJsonSchema())
    for (const word of ['"recall"', '"play"', '"settle"', '"unless"', '"no-food"']) expect(schema).toContain(word)
  })

  test('have words for a client who has none', () => {
    expect(rules(changed(QUOTED, '    text: Your sentence.\n', ''))).toEqual(['missing-text'])
    expect(rules(changed(QUOTED, '    text: Here it is.\n', ''))).toEqual(['missing-text'])
  })
})

describe('a button without words', () => {
  test('has those of the card of common labels, which holds every one of them', () => {
    const { flow } = parseFlow(readFileSync('flows/cards/flow.yaml', 'utf8'), 'flows/cards/flow.yaml')
    const labels = flow?.steps[LABELS]
    const named =
      labels?.kind === 'card' ? labels.choices.filter(({ label }) => label !== null).map(({ id }) => id) : []
    expect(named.sort()).toEqual([...COMMON_LABELS].sort())
  })

  test('is refused where there is no common label of its name', () => {
    expect(rules(changed(REHEARSAL, 'ready: Ready,', 'ready,'))).toEqual([])
    expect(rules(changed(changed(REHEARSAL, 'ready: Ready,', 'begin,'), 'ready: sight', 'begin: sight'))).toEqual([
      'no-label',
    ])
  })
})

test('whoever has only the page of the language can write a flow: this one was, and it passes check and linter', () => {
  const path = 'test/flows/warm-hands/flow.yaml'
  const [read] = examineFlows([{ path, text: readFileSync(path, 'utf8') }])
  expect(read?.problems).toEqual([])
  expect(read?.flow && lintScript(read.flow, [])).toEqual([])
})
