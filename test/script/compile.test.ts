import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ScriptHash } from '../../src/core/ids.ts'
import { compile } from '../../src/script/compile.ts'
import { anyFlow } from './any-flow.ts'
import { REHEARSAL, changed, flowOf, scriptOf } from './sample.ts'
import { CASES } from '../support/chance.ts'

const HASH = ScriptHash.parse('a'.repeat(64))

describe('a compiled script', () => {
  test('holds names only: its machine survives JSON unchanged', () => {
    fc.assert(
      fc.property(anyFlow, (flow) => {
        const { config } = compile(flow, HASH).machine
        expect(JSON.parse(JSON.stringify(config))).toEqual(config)
      }),
      { ...CASES, numRuns: 100 },
    )
  })

  test('uses nothing that would need a clock, a child or a history', () => {
    const written = JSON.stringify(scriptOf(REHEARSAL).machine.config)
    for (const word of ['after', 'invoke', 'history', 'always', 'entry', 'exit'])
      expect(written).not.toContain(`"${word}"`)
  })

  test('names no action and no guard that does not exist', () => {
    fc.assert(
      fc.property(anyFlow, (flow) => {
        const { machine } = compile(flow, HASH)
        const named = [
          ...JSON.stringify(machine.config).matchAll(/"(?:actions":|actions":\{"type":|guard":\{"type":)"(\w+)"/g),
        ].map(([, name]) => name)
        const known = [...Object.keys(machine.implementations.actions), ...Object.keys(machine.implementations.guards)]
        expect(known).toEqual(expect.arrayContaining([...new Set(named)]))
      }),
      { ...CASES, numRuns: 50 },
    )
  })

  test('has its steps and the three ends for states', () => {
    expect(Object.keys(scriptOf(REHEARSAL).machine.states).sort()).toEqual([
      '$done',
      '$raised',
      '$stopped',
      'finish',
      'level',
      'settle',
      'sight',
    ])
  })

  test('finds every line by step and line', () => {
    expect(Object.fromEntries(scriptOf(REHEARSAL).lines)).toEqual({
      'settle/say.0': 'Find a position your body likes.',
      'settle/choose.ready': 'Ready',
      'settle/choose.later': 'Not now',
      'settle/choose.stop': 'Stop',
      'sight/say.0': 'What do you notice around you in {place|your place}?',
      'level/say.0': 'How strong is the distress now?',
      'finish/say.0': 'You can come back here any time.',
    })
  })

  test('is refused with a way to the cure where a target is missing', () => {
    const flow = flowOf(changed(REHEARSAL, 'go: level', 'go: levle'))
    expect(() => compile(flow, HASH)).toThrow(
      expect.objectContaining({ code: 'flow.invalid', message: expect.stringContaining('holdfast check') }),
    )
  })
})
