import { describe, expect, test } from 'vitest'
import { canonicalForm, hashOf } from '../../src/script/canonical.ts'
import { closureOf } from '../../src/script/closure.ts'
import type { ResolveScript } from '../../src/script/closure.ts'
import { GROUNDING, REHEARSAL, changed, flowOf } from './sample.ts'

const running = (name: string, callee: string) =>
  `${changed(GROUNDING, 'flow: grounding', `flow: ${name}`).replace('done: close', 'done: on')}  on:\n    run: ${callee}\n    go: close\n`

function resolving(...texts: string[]): ResolveScript {
  const flows = new Map(texts.map((text) => [flowOf(text).flow, flowOf(text)]))
  return (id) => {
    const flow = flows.get(id)
    return flow && { flow, hash: hashOf(canonicalForm(flow)) }
  }
}

describe('the closure of a flow', () => {
  test('is itself, if it runs nothing', () => {
    const flow = flowOf(REHEARSAL)
    expect(closureOf(flow, resolving(REHEARSAL))).toEqual({ rehearsal: hashOf(canonicalForm(flow)) })
  })

  test('holds everything that it can reach, each once', () => {
    const first = running('first', 'second')
    const closure = closureOf(flowOf(first), resolving(first, running('second', 'grounding'), GROUNDING))
    expect(Object.keys(closure).sort()).toEqual(['first', 'grounding', 'second'])
  })

  test('comes to an end where flows run each other in a circle', () => {
    const first = running('first', 'second')
    expect(Object.keys(closureOf(flowOf(first), resolving(first, running('second', 'first'))))).toHaveLength(2)
  })

  test('is refused where a flow is missing: a practice must not start that could not finish', () => {
    const first = running('first', 'gone')
    expect(() => closureOf(flowOf(first), resolving(first))).toThrow(expect.objectContaining({ code: 'flow.invalid' }))
  })
})
