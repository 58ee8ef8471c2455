import { rootsOf } from '../../schema.ts'
import type { Flow, Step } from '../../schema.ts'
import type { Finding } from '../../read/source.ts'

/** Law (care C3): nothing stands before the first line of a care flow, wherever it is entered: no rating, no other flow, no pause. */
export function careSpeaksFirst(flow: Flow): Finding[] {
  if (flow.kind !== 'care') return []
  return rootsOf(flow).flatMap((name): Finding[] => {
    const step = flow.steps[name]
    if (step === undefined) return []
    const before = standsBefore(step)
    if (before === null && step.say.length > 0) return []
    return [
      {
        rule: 'before-first-line',
        family: 'safety',
        at: ['steps', name],
        atKey: true,
        step: name,
        message: `A care flow can begin at \`${name}\`, which ${before === null ? 'says nothing' : `puts ${before} before the first line`}.`,
        cure: 'Begin with a step that says something at once: `say:` with a sentence.',
      },
    ]
  })
}

/** What a client would meet before any words; null: nothing. That the words are for everyone is a law of its own. */
function standsBefore(step: Step): string | null {
  if (step.kind === 'rate') return 'a rating'
  if (step.kind === 'run') return 'another flow'
  if (step.kind === 'play') return 'a recording'
  if ('omit' in step && step.omit !== undefined) return 'a step that is not for everyone'
  return step.say[0]?.kind === 'pause' ? 'a pause' : null
}
