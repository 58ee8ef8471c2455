import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { changesBetween } from '../../src/script/diff.ts'
import { graphOf } from '../../src/script/graph.ts'
import { parseFlow } from '../../src/script/parse.ts'
import type { Flow } from '../../src/script/schema.ts'
import { flowFiles } from '../support/flows.ts'

const PATH = 'flows/closing/flow.yaml'
const TEXT = readFileSync(PATH, 'utf8')

function flowOf(text: string): Flow {
  const { flow } = parseFlow(text, PATH)
  if (!flow) throw new Error('no flow')
  return flow
}
const changed = (from: string, to: string) => {
  expect(TEXT).toContain(from)
  return changesBetween(flowOf(TEXT), flowOf(TEXT.replace(from, to)))
}

describe('what changed, in words', () => {
  test('is nothing where only notes and spaces changed', () => {
    expect(changed('# Draft', '# A draft of ours')).toEqual([])
  })

  test('names a changed sentence with both versions', () => {
    expect(changed('find three things you see', 'find two things you see')).toEqual([
      expect.stringMatching(/^Changed, sentence 1 of back:\n {2}was “.*three.*”\n {2}is {2}“.*two.*”$/s),
    ])
  })

  test('names a button that is new, and where it leads', () => {
    const said = changesBetween(
      flowOf(TEXT),
      flowOf(
        TEXT.replace('{ here: I have looked around,', '{ here: I have looked around, later: Not now,').replace(
          'go: { here: next-half-hour }',
          'go: { here: next-half-hour, later: close }',
        ),
      ),
    )
    expect(said).toContain('In the step back, “later” is a new answer. It leads to the end (done).')
    expect(said).toContain('New, button later of back: “Not now”')
  })

  test('names a way that leads elsewhere, a step that is gone, and one that is new', () => {
    const moved = TEXT.replaceAll('next-half-hour', 'rest')
    expect(changesBetween(flowOf(TEXT), flowOf(moved))).toEqual(
      expect.arrayContaining([
        'The step next-half-hour is gone.',
        'The step rest is new.',
        'In the step back, “here” led to next-half-hour and leads to rest.',
      ]),
    )
  })
})

describe('the picture of a flow', () => {
  test('has a box for each step and an arrow for each way, of every flow of the project', () => {
    for (const { path, text } of flowFiles().filter(({ path: one }) => one.endsWith('flow.yaml'))) {
      const { flow } = parseFlow(text, path)
      if (!flow) throw new Error(path)
      const picture = graphOf(flow)
      for (const step of Object.keys(flow.steps)) expect(picture).toContain(`s_${step.replaceAll('-', '_')}`)
      for (const [, target] of picture.matchAll(/--> (\S+)/g))
        expect(picture).toMatch(new RegExp(`^  ${target}[\\[({]|start_.* --> ${target}$`, 'm'))
    }
  })

  test('says on the arrow which answer leads there', () => {
    expect(graphOf(flowOf(TEXT))).toContain('s_back -->|"here"| s_next_half_hour')
    expect(graphOf(flowOf(TEXT))).toContain('s_next_half_hour --> end_done')
  })
})
