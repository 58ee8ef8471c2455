import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createActor, initialTransition, transition } from 'xstate'
import { Frame } from '../../src/core/conversation.ts'
import { ScriptHash } from '../../src/core/ids.ts'
import { canonicalForm, hashOf, readCanonical } from '../../src/script/canonical.ts'
import { compile } from '../../src/script/compile.ts'
import type { CompiledScript } from '../../src/script/compile.ts'
import { walk } from '../../src/script/prove/walk.ts'
import type { Flow } from '../../src/script/schema.ts'
import { enterFrame, stepFrame } from '../../src/script/step.ts'
import type { FrameEventType } from '../../src/script/step.ts'
import { anyEvent, anyFlow } from './any-flow.ts'
import { GROUNDING, REHEARSAL, scriptOf } from './sample.ts'
import { CASES } from '../support/chance.ts'

const compiled = (flow: Flow): CompiledScript => compile(flow, hashOf(canonicalForm(flow)))

/** As the store does it: between two turns a frame is text. */
const throughJson = (frame: Frame): Frame => Frame.parse(JSON.parse(JSON.stringify(frame)))

const after = (script: CompiledScript, ...events: FrameEventType[]) =>
  events.reduce((frame, type) => throughJson(stepFrame(script, frame, { type }).frame), enterFrame(script))

describe('a stored frame behaves like a machine that never slept:', () => {
  test('the same as the documented transition of XState, for any flow and any events', () => {
    fc.assert(
      fc.property(anyFlow, fc.array(anyEvent, { maxLength: 14 }), (flow, events) => {
        const script = compiled(flow)
        let [awake] = initialTransition(script.machine)
        let frame = enterFrame(script)
        for (const event of events) {
          const heard = awake.can(event)
          ;[awake] = transition(script.machine, awake, event)
          const step = stepFrame(script, throughJson(frame), event)
          frame = step.frame
          expect(step.understood).toBe(heard)
          expect({ state: frame.state, context: frame.context }).toEqual({ state: awake.value, context: awake.context })
          expect(step.ended === null).toBe(awake.status === 'active')
        }
      }),
      { ...CASES, numRuns: 300 },
    )
  })

  test('the same as a live actor', () => {
    fc.assert(
      fc.property(anyFlow, fc.array(anyEvent, { maxLength: 14 }), (flow, events) => {
        const script = compiled(flow)
        const actor = createActor(script.machine).start()
        let frame = enterFrame(script)
        for (const event of events) {
          actor.send(event)
          frame = stepFrame(script, throughJson(frame), event).frame
          expect({ state: frame.state, context: frame.context }).toEqual({
            state: actor.getSnapshot().value,
            context: actor.getSnapshot().context,
          })
        }
      }),
      { ...CASES, numRuns: 150 },
    )
  })

  test('the same when the script itself was read back from its canonical form', () => {
    fc.assert(
      fc.property(anyFlow, fc.array(anyEvent, { maxLength: 10 }), (flow, events) => {
        const stored = compiled(readCanonical(canonicalForm(flow)))
        const types = events.map(({ type }) => type)
        expect(after(stored, ...types)).toEqual(after(compiled(flow), ...types))
      }),
      { ...CASES, numRuns: 100 },
    )
  })

  test('a step changes nothing of what it was given', () => {
    fc.assert(
      fc.property(anyFlow, fc.array(anyEvent, { maxLength: 10 }), (flow, events) => {
        const script = compiled(flow)
        let frame = enterFrame(script)
        for (const event of events) {
          const before = structuredClone(frame)
          const next = stepFrame(script, frame, event).frame
          expect(frame).toEqual(before)
          frame = next
        }
      }),
      { ...CASES, numRuns: 100 },
    )
  })
})

describe('unclear words', () => {
  test('leave every state that can be reached where it is, and count to two', () => {
    fc.assert(
      fc.property(anyFlow, (flow) => {
        const script = compiled(flow)
        for (const { frame, ended } of walk(script).spots) {
          if (ended !== null) continue
          const { frame: next, understood } = stepFrame(script, frame, { type: 'UNCLEAR' })
          expect(understood).toBe(true)
          expect(next.state).toBe(frame.state)
          expect(next.context).toEqual({ ...frame.context, unclear: Math.min(2, frame.context.unclear + 1) })
        }
      }),
      { ...CASES, numRuns: 100 },
    )
  })

  test('are forgotten when the way goes on', () => {
    const script = scriptOf(REHEARSAL)
    expect(after(script, 'UNCLEAR', 'UNCLEAR', 'UNCLEAR').context.unclear).toBe(2)
    expect(after(script, 'UNCLEAR', 'UNCLEAR', 'CHOSE.ready').context.unclear).toBe(0)
  })
})

describe('back', () => {
  const script = scriptOf(REHEARSAL)

  test('leads to the question before, once', () => {
    expect(after(script, 'CHOSE.ready', 'SKIP', 'BACK').state).toBe('sight')
    expect(after(script, 'CHOSE.ready', 'SKIP', 'BACK', 'BACK').state).toBe('sight')
    expect(stepFrame(script, after(script, 'CHOSE.ready', 'SKIP', 'BACK'), { type: 'BACK' }).understood).toBe(false)
  })

  test('is not there at the first question', () => {
    expect(stepFrame(script, enterFrame(script), { type: 'BACK' }).understood).toBe(false)
  })

  test('passes over what is only said', () => {
    const said = scriptOf(
      `${GROUNDING.replace('done: close', 'done: well')}  well:\n    say: Good.\n    go: level\n  level:\n    say: How is it?\n    rate: distress\n    go: close\n`,
    )
    expect(after(said, 'CHOSE.done', 'NEXT', 'BACK').state).toBe('look')
  })

  test('does not lead back over a flow that ran in between', () => {
    const ran = scriptOf(
      `${GROUNDING.replace('done: close', 'done: other')}  other:\n    run: closing\n    go: level\n  level:\n    say: How is it?\n    rate: distress\n    go: close\n`,
    )
    const frame = after(ran, 'CHOSE.done', 'RETURNED.done')
    expect(frame).toMatchObject({ state: 'level', context: { back: null } })
    expect(stepFrame(ran, frame, { type: 'BACK' }).understood).toBe(false)
  })

  test('never asks the same again', () => {
    const again = scriptOf(GROUNDING)
    expect(stepFrame(again, after(again, 'CHOSE.again'), { type: 'BACK' }).understood).toBe(false)
  })
})

describe('an end', () => {
  test('is named by the step that leads to it', () => {
    const script = scriptOf(REHEARSAL)
    expect(stepFrame(script, enterFrame(script), { type: 'CHOSE.later' }).ended).toBe('done')
    const level = after(script, 'CHOSE.ready', 'WROTE')
    expect(stepFrame(script, level, { type: 'RATED.high' }).ended).toBe('raised')
    expect(stepFrame(script, level, { type: 'RATED.ok' }).ended).toBeNull()
  })

  test('hears nothing more', () => {
    const script = scriptOf(REHEARSAL)
    const ended = after(script, 'CHOSE.later')
    expect(stepFrame(script, ended, { type: 'UNCLEAR' })).toEqual({ frame: ended, understood: false, ended: 'done' })
  })
})

describe('a frame', () => {
  const script = scriptOf(REHEARSAL)

  test('in a state that the script does not have is refused, not moved', () => {
    expect(() => stepFrame(script, { ...enterFrame(script), state: 'gone' }, { type: 'NEXT' })).toThrow(
      expect.objectContaining({ code: 'flow.unknown-state' }),
    )
  })

  test('named like a part of every object is refused as well', () => {
    expect(() => stepFrame(script, { ...enterFrame(script), state: 'constructor' }, { type: 'NEXT' })).toThrow(
      expect.objectContaining({ code: 'flow.unknown-state' }),
    )
  })

  test('of another script is refused', () => {
    const other = { ...enterFrame(script), script: ScriptHash.parse('0'.repeat(64)) }
    expect(() => stepFrame(script, other, { type: 'NEXT' })).toThrow(expect.objectContaining({ code: 'engine.broken' }))
  })

  test('begins at the start or an entry and nowhere else', () => {
    expect(enterFrame(script).state).toBe('settle')
    expect(() => enterFrame(script, 'level')).toThrow(expect.objectContaining({ code: 'flow.unknown-state' }))
  })

  test('hears none of the words of the rails', () => {
    for (const { frame } of walk(script).spots) {
      for (const word of ['stop', 'sos', 'help', 'back', 'skip', 'menu']) {
        expect(stepFrame(script, frame, { type: `CHOSE.${word}` }).understood).toBe(false)
      }
    }
  })
})
