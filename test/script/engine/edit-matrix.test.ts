import { describe, expect, test } from 'vitest'
import { stringify, parse } from 'yaml'
import type { Lang } from '../../../src/core/ids.ts'
import { createEngine } from '../../../src/script/engine/engine.ts'
import { Library } from '../../../src/script/library.ts'
import { scriptsIn } from '../../../src/script/publish.ts'
import { flowFiles } from '../../support/flows.ts'
import { Talk } from '../../support/talk.ts'

/*
 * P10: an author edits a flow at the very step where a client waits, in every way that there is, and it is signed. The
 * client goes on with the script that they began with, to its end; the next practice has the new one.
 */

const PATH = 'flows/safe-place-rehearsal/flow.yaml'

interface Authored {
  steps: Record<string, { say?: unknown; go?: string | Record<string, string> }>
  start: string
}

const files = flowFiles()
const authored = () => parse(files.find(({ path }) => path === PATH)!.text) as Authored
const STEPS = Object.keys(authored().steps).filter((step) => step !== 'leave')

const retargeted = (flow: Authored, from: string, to: string) => {
  for (const step of Object.values(flow.steps)) {
    if (step.go === from) step.go = to
    else if (typeof step.go === 'object')
      for (const [key, target] of Object.entries(step.go)) if (target === from) step.go[key] = to
  }
  if (flow.start === from) flow.start = to
  return flow
}

const EDITS: Readonly<Record<string, (flow: Authored, step: string) => Authored>> = {
  rename(flow, step) {
    const steps = Object.entries(flow.steps).map(([name, held]) => [name === step ? 'renamed' : name, held] as const)
    return retargeted({ ...flow, steps: Object.fromEntries(steps) }, step, 'renamed')
  },
  remove(flow, step) {
    const { [step]: gone, ...steps } = flow.steps
    const after = typeof gone?.go === 'string' ? gone.go : (Object.values(gone?.go ?? {})[0] ?? 'leave')
    return retargeted({ ...flow, steps }, step, after)
  },
  reorder: (flow) => ({ ...flow, steps: Object.fromEntries(Object.entries(flow.steps).toReversed()) }),
  retarget(flow, step) {
    const held = flow.steps[step]
    // From the last step back to the first would be a loop, which no check lets pass.
    const instead = step === 'cue' ? 'close' : 'sight'
    const elsewhere = (target: string) => (target === 'leave' ? instead : 'leave')
    if (typeof held?.go === 'string') held.go = elsewhere(held.go)
    else if (held?.go)
      held.go = Object.fromEntries(Object.entries(held.go).map(([key, target]) => [key, elsewhere(target)]))
    return flow
  },
  reword(flow, step) {
    const held = flow.steps[step]
    if (Array.isArray(held?.say)) held.say = ['Take the time you need.', ...held.say.slice(1)]
    return flow
  },
}

async function engineWith(edited: Authored | null) {
  const old = scriptsIn(files)
  // What is no longer reached after an edit (a step removed or passed by) is left out, as an author would.
  const text = edited && stringify(withoutUnreached(edited))
  const next = text ? scriptsIn(files.map((file) => (file.path === PATH ? { ...file, text } : file))) : old
  const library = new Library({
    signatures: async () => [...old, ...next],
    body: async (hash) => [...old, ...next].find((script) => script.hash === hash)?.body ?? null,
  })
  await library.refresh()
  return { engine: createEngine(library), before: old, after: library.current('en' as Lang) }
}

function withoutUnreached(flow: Authored): Authored {
  const reached = new Set<string>()
  const waiting = [flow.start]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name) || !flow.steps[name]) continue
    reached.add(name)
    const go = flow.steps[name]?.go ?? {}
    waiting.push(...(typeof go === 'string' ? [go] : Object.values(go)))
  }
  return { ...flow, steps: Object.fromEntries(Object.entries(flow.steps).filter(([name]) => reached.has(name))) }
}

/** Answers as a client who takes the first way on, until the practice is over; what was said, in order. */
function toTheEnd(talk: Talk): string[] {
  const said: string[] = []
  for (let turns = 0; talk.conversation.practice && turns < 40; turns++) {
    const { ask } = talk.conversation
    const own = ask?.choices.find(({ id }) => !['stop', 'sos', 'intruded', 'back', 'later'].includes(id))
    if (ask?.kind === 'rate') talk.says(ask.scale === 'here' ? '8' : '3')
    else talk.taps(own?.id ?? 'skip')
    said.push(...talk.says_().map(({ line }) => `${line.script.slice(0, 8)} ${line.step}/${line.line}`))
  }
  return said
}

/** A client who waits at a step of the body. */
function waitingAt(talk: Talk, step: string): Talk {
  talk.says('hello').taps('place').taps('ready').says('3').says('8')
  for (let turns = 0; talk.conversation.frames.at(-1)?.state !== step && turns < 20; turns++) {
    const { ask } = talk.conversation
    const again = ask?.choices.find(({ id }) => id === 'again')
    const own = again ?? ask?.choices.find(({ id }) => !['stop', 'sos', 'intruded', 'back', 'later'].includes(id))
    talk.taps(own?.id ?? 'skip')
  }
  expect(talk.conversation.frames.at(-1)?.state).toBe(step)
  return talk
}

describe.each(Object.keys(EDITS))('an edit of the kind %s', (kind) => {
  test.each(STEPS)(
    'at the step %s where a client waits changes nothing for them, and serves the next practice',
    async (step) => {
      const untouched = await engineWith(null)
      const plain = waitingAt(new Talk(untouched.engine), step)
      const expected = toTheEnd(plain)

      const edited = await engineWith(EDITS[kind]!(authored(), step))
      const talk = waitingAt(new Talk(edited.engine, { scripts: untouched.after }), step)
      talk.given = { ...talk.given, scripts: edited.after }
      expect(toTheEnd(talk)).toEqual(expected)
      expect(talk.conversation.practice).toBeNull()

      talk.says('menu').taps('place')
      const pinned = talk.conversation.practice?.closure['safe-place-rehearsal']
      expect(pinned).toBe(edited.after['safe-place-rehearsal'])
      // Another order of the same steps is the same script; every other edit is another.
      expect(pinned === untouched.after['safe-place-rehearsal']).toBe(kind === 'reorder')
    },
  )
})
