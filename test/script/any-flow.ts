import * as fc from 'fast-check'
import type { RatingClass } from '../../src/core/event.ts'
import { FlowId, Lang } from '../../src/core/ids.ts'
import type { Flow, Step } from '../../src/script/schema.ts'
import { CLASSES, FINALS } from '../../src/script/vocabulary.ts'

/** Any flow that compiles, sound or not: every kind of step, any ways between them. */
export const anyFlow: fc.Arbitrary<Flow> = fc.integer({ min: 1, max: 7 }).chain((count) => {
  const names = Array.from({ length: count }, (_, index) => `s${index}`)
  const target = fc.constantFrom(...names, ...names, ...Object.values(FINALS))
  return fc.tuple(...names.map(() => anyStep(target))).map((steps): Flow => ({
    flow: FlowId.parse('any'),
    title: 'Any',
    kind: 'care',
    class: 'green',
    lang: Lang.parse('en'),
    budget: null,
    needs: [],
    start: 's0',
    entries: [],
    steps: Object.fromEntries(steps.map((step, index) => [`s${index}`, step])),
  }))
})

function anyStep(target: fc.Arbitrary<string>): fc.Arbitrary<Step> {
  const say: Step['say'] = [{ kind: 'line', id: 'say.0', text: 'A line.' }]
  const choice = (id: string) => target.map((go) => ({ id, label: id, go }))
  const byClass = (classes: readonly RatingClass[]) =>
    fc
      .tuple(...classes.map(() => target))
      .map((targets) => Object.fromEntries(classes.map((name, index) => [name, targets[index] ?? FINALS.done])))
  return fc.oneof(
    target.map((go): Step => ({ kind: 'say', say, go })),
    fc
      .tuple(choice('a'), choice('b'))
      .map(([a, b]): Step => ({ kind: 'choose', say, choices: [a, b, { id: 'stop', label: 'Stop', go: null }] })),
    byClass(CLASSES.distress).map((go): Step => ({ kind: 'rate', say, scale: 'distress', moment: 'middle', go })),
    byClass(CLASSES.here).map((go): Step => ({ kind: 'rate', say, scale: 'here', moment: 'middle', go })),
    fc.tuple(target, fc.option(target)).map(([wrote, skip]): Step => ({
      kind: 'write',
      say,
      about: 'feeling-now',
      keep: null,
      once: false,
      go: { wrote, skip },
    })),
    fc
      .record({ done: target, stopped: target, raised: target })
      .map((go): Step => ({ kind: 'run', say, flow: FlowId.parse('other'), go })),
    fc.constantFrom('done', 'stopped', 'raised').map((outcome): Step => ({ kind: 'end', say, outcome })),
  )
}

/** Any event that a frame can hear, fitting or not. */
export const anyEvent = fc
  .constantFrom(
    ...(['CHOSE.a', 'CHOSE.b', 'CHOSE.stop', 'CHOSE.nothing', 'WROTE', 'SKIP', 'NEXT', 'BACK', 'UNCLEAR'] as const),
    ...(['RETURNED.done', 'RETURNED.stopped', 'RETURNED.raised'] as const),
    ...([...CLASSES.distress, ...CLASSES.here] as const).map((name) => `RATED.${name}` as const),
  )
  .map((type) => ({ type }))
