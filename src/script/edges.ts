import type { RatingClass } from '../core/event.ts'
import type { Path } from './read/source.ts'
import { isAsking, type Step } from './schema.ts'
import type { Measured, Outcome } from './vocabulary.ts'
import { FINALS, MEASURED, OUTCOMES } from './vocabulary.ts'

/** What one frame can hear. Ratings come as classes only, cut by the rails, so that a proof holds for every plan. */
export type FrameEvent =
  | { readonly type: `CHOSE.${string}` }
  | { readonly type: `RATED.${RatingClass}` }
  | { readonly type: 'WROTE' }
  | { readonly type: 'SKIP' }
  /** A questionnaire is one step: which item is open is not the machine's. */
  | { readonly type: `MEASURED.${Measured}` }
  /** A step that waits for nobody is passed on. */
  | { readonly type: 'NEXT' }
  /** The flow that a step ran has ended. */
  | { readonly type: `RETURNED.${Outcome}` }
  /** The step is not for this client, or there is nothing to play: passed over without a word. */
  | { readonly type: 'ELSE' }
  | { readonly type: 'BACK' }
  | { readonly type: 'UNCLEAR' }

export type FrameEventType = FrameEvent['type']

/** One way on from a step. */
export interface Edge {
  readonly event: FrameEventType
  readonly target: string
  /** Where the step says so, from the step's own place. */
  readonly at: Path
}

/** Every way on that a step declares, in a fixed order. Back and unclear words are added by the compiler, the same for all. */
export function edgesOf(step: Step): Edge[] {
  const omit = 'omit' in step ? step.omit : undefined
  const own = ownEdgesOf(step)
  return omit === undefined ? own : [...own, { event: 'ELSE', target: omit.go, at: ['unless'] }]
}

/** The ways on that need no answer: the step passes by itself, or is passed over. A flow must not go round on them. */
export function silentEdgesOf(step: Step): Edge[] {
  return edgesOf(step).filter(({ event }) => !isAsking(step) || event === 'ELSE')
}

function ownEdgesOf(step: Step): Edge[] {
  switch (step.kind) {
    case 'say':
    case 'recall':
      return [{ event: 'NEXT', target: step.go, at: ['go'] }]
    case 'choose':
      return step.choices.flatMap(({ id, go }) =>
        go === null ? [] : [{ event: `CHOSE.${id}` as const, target: go, at: ['go', id] }],
      )
    case 'rate':
      return Object.entries(step.go).map(([name, target]) => ({
        event: `RATED.${name as RatingClass}` as const,
        target,
        at: ['go', name],
      }))
    case 'write': {
      const wrote: Edge = { event: 'WROTE', target: step.go.wrote, at: ['go', 'wrote'] }
      return step.go.skip === null ? [wrote] : [wrote, { event: 'SKIP', target: step.go.skip, at: ['go', 'skip'] }]
    }
    case 'measure':
      return MEASURED.flatMap((how) => {
        const target = step.go[how]
        return target === null ? [] : [{ event: `MEASURED.${how}` as const, target, at: ['go', how] }]
      })
    case 'run':
      return OUTCOMES.map((outcome) => ({
        event: `RETURNED.${outcome}` as const,
        target: step.go[outcome],
        at: ['go', outcome],
      }))
    case 'play':
      return [
        { event: 'CHOSE.next', target: step.go.next, at: ['go', 'next'] },
        { event: 'SKIP', target: step.go.skip, at: ['go', 'skip'] },
        { event: 'ELSE', target: step.go.else, at: ['go', 'else'] },
      ]
    case 'end':
      return [{ event: 'NEXT', target: FINALS[step.outcome], at: ['end'] }]
    case 'card':
      return []
  }
  return step satisfies never
}
