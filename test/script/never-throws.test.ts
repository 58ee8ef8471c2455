import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { examineFlows } from '../../src/script/check.ts'
import { printProblem } from '../../src/script/problem.ts'
import { GROUNDING, REHEARSAL } from './sample.ts'
import { CASES } from '../support/chance.ts'

/** What slips into a file: pieces of YAML, of this language, and of things that programs fall over. */
const YAML_PIECES =
  '  |\n|\r\n|\t|:|: |- |#|{|}|[|]|>|&a |*a|? |!!set |!!binary |<<: |---\n|...\n|~|null|true|0x1F|.inf|2026-01-01'.split(
    '|',
  )
const ODD_LETTERS = ['|', '"', "'", '\\', '\uFEFF', '\u0000', '🌊', 'é', '\u2028']
const WORDS =
  '__proto__,constructor,toString,$done,$body,close,stop,say,go,choose: {},steps,entries: [],rate,run: x'.split(',')
const PIECE = fc.oneof(fc.constantFrom(...YAML_PIECES, ...ODD_LETTERS, ...WORDS), fc.string({ maxLength: 4 }))

const SLIP = fc.record({ at: fc.nat(1000), cut: fc.nat(12), piece: PIECE })

function slipped(text: string, slips: readonly { at: number; cut: number; piece: string }[]): string {
  return slips.reduce((whole, { at, cut, piece }) => {
    const place = at % (whole.length + 1)
    return whole.slice(0, place) + piece + whole.slice(place + cut)
  }, text)
}

describe('whatever is in a file', () => {
  test('the check answers, and every problem stands where it says', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(REHEARSAL, GROUNDING),
        fc.array(SLIP, { minLength: 1, maxLength: 4 }),
        (text, slips) => {
          const broken = slipped(text, slips)
          const lines = broken.split(/\r?\n/)
          const checked = examineFlows([{ path: 'flows/rehearsal/flow.yaml', text: broken }])
          for (const problem of checked.flatMap((file) => file.problems)) {
            expect(problem.text).toBe(lines[problem.line - 1] ?? '')
            expect(problem.column).toBeGreaterThanOrEqual(1)
            expect(problem.column).toBeLessThanOrEqual(problem.text.length + 2)
            expect(problem.message).not.toContain('undefined')
            expect(problem.cure).not.toBe('')
            expect(printProblem(problem)).toContain(problem.cure)
          }
        },
      ),
      { ...CASES, numRuns: 600 },
    )
  })

  test('a translation is answered as well', () => {
    const spanish =
      'title: Calma\nlook/say.0: Mira a tu alrededor.\nlook/choose.done: Ya\nlook/choose.again: Otra vez\n'
    fc.assert(
      fc.property(fc.array(SLIP, { minLength: 1, maxLength: 3 }), (slips) => {
        const files = [
          { path: 'flows/grounding/flow.yaml', text: GROUNDING },
          { path: 'flows/grounding/es.yaml', text: slipped(spanish, slips) },
        ]
        expect(examineFlows(files)).toHaveLength(2)
      }),
      { ...CASES, numRuns: 200 },
    )
  })
})
