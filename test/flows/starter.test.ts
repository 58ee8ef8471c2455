import { expect, test } from 'vitest'
import { STARTER_FLOWS, STARTER_LINES, starterLines } from '../../src/script/prove/starter.ts'
import { examineFlows } from '../../src/script/check.ts'
import { flowFiles } from '../support/flows.ts'

const checked = examineFlows(flowFiles())

test('a clinic that begins reads at most 400 lines, buttons among them, before its first client', () => {
  expect(STARTER_LINES).toBe(400)
  expect(starterLines(checked)).toBeLessThanOrEqual(STARTER_LINES)
})

test('the count is of every sentence and every label of its own, and a flow that is missing is no saving', () => {
  const lines = (flow: string) => checked.find(({ flow: read }) => read?.flow === flow && read.lang === 'en')?.lines
  expect(lines('safe-place-cue')).toBe(2)
  expect(STARTER_FLOWS.map(lines)).not.toContain(undefined)
  expect(starterLines(checked.filter(({ flow }) => flow?.flow !== 'menu'))).toBeNull()
})
