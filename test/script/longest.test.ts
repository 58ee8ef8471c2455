import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { edgesOf } from '../../src/script/edges.ts'
import { longestRoute } from '../../src/script/prove/longest.ts'
import type { Flow } from '../../src/script/schema.ts'
import { outcomeOf } from '../../src/script/vocabulary.ts'
import { anyFlow } from './any-flow.ts'
import { CASES } from '../support/chance.ts'

const costOf = (step: string): number => Number(step.slice(1)) + 1

/** Every way that passes no step twice, tried one by one. */
function dearest(flow: Flow, name: string, passed: readonly string[]): number {
  if (outcomeOf(name) !== null) return 0
  const step = flow.steps[name]
  if (step === undefined || passed.includes(name)) return -Infinity
  const ways = edgesOf(step).map(({ target }) => dearest(flow, target, [...passed, name]))
  return costOf(name) + Math.max(-Infinity, ...ways)
}

describe('the longest way through a flow', () => {
  test('is that of all ways tried one by one', () => {
    fc.assert(
      fc.property(anyFlow, (flow) => {
        expect(longestRoute(flow, 's0', costOf)?.cost ?? -Infinity).toBe(dearest(flow, 's0', []))
      }),
      { ...CASES, numRuns: 500 },
    )
  })

  test('names steps that lead to each other and cost what it says', () => {
    fc.assert(
      fc.property(anyFlow, (flow) => {
        const route = longestRoute(flow, 's0', costOf)
        if (route === null) return
        expect(new Set(route.steps).size).toBe(route.steps.length)
        expect(route.steps.reduce((sum, step) => sum + costOf(step), 0)).toBe(route.cost)
        for (const [index, step] of route.steps.entries()) {
          const targets = edgesOf(flow.steps[step]!).map(({ target }) => target)
          const next = route.steps[index + 1]
          expect(
            next === undefined ? targets.some((target) => outcomeOf(target) !== null) : targets.includes(next),
          ).toBe(true)
        }
      }),
      { ...CASES, numRuns: 200 },
    )
  })
})
