import { VARIANTS, type Variant } from '../../../core/plan.ts'
import { isSaidTo, type Flow, type Step } from '../../schema.ts'
import type { Finding } from '../../read/source.ts'
import { CLOSING, BODY } from '../../vocabulary.ts'

/**
 * Law: whoever the client is, a step that speaks says something to them. Text is not state, so the walk does not see
 * which lines are said; every mixture of variants is tried here instead, step by step.
 */
export function everyoneIsSpokenTo(flow: Flow): Finding[] {
  return Object.entries(flow.steps).flatMap(([name, step]): Finding[] => {
    const lines = step.say.filter((item) => item.kind === 'line')
    const mute = lines.length === 0 ? undefined : MIXTURES.find((mix) => !lines.some((line) => isSaidTo(line, mix)))
    if (mute === undefined) return []
    return [
      {
        rule: 'mute-variant',
        family: 'flow',
        at: ['steps', name, 'say'],
        step: name,
        message: `With ${mute.join(', ') || 'no profile'} the step \`${name}\` says nothing.`,
        cure: 'Write `instead:` beside `unless:`, or `unless:` at the step, which then is passed over.',
      },
    ]
  })
}

/** Law (P9): no profile takes the closing or the practice itself away, and the rails are the same for everyone. */
export function railsAreForEveryone(flow: Flow): Finding[] {
  return Object.entries(flow.steps).flatMap(([name, step]): Finding[] => {
    if (!('omit' in step) || step.omit === undefined || !(flow.kind === 'rails' || isRails(step))) return []
    return [
      {
        rule: 'rails-for-some',
        family: 'safety',
        at: ['steps', name, 'unless'],
        atKey: true,
        step: name,
        message: `\`unless\` would take the step \`${name}\` away from some clients.`,
        cure: 'Take `unless` out. Lines of it may differ: `- { line: …, unless: …, instead: … }`.',
      },
    ]
  })
}

const isRails = (step: Step) => step.kind === 'run' && (step.flow === CLOSING || step.flow === BODY)

/** Every set of variants that a client can have; they are few, so all are tried. */
const MIXTURES: readonly (readonly Variant[])[] = VARIANTS.reduce<Variant[][]>(
  (sets, one) => [...sets, ...sets.map((set) => [...set, one])],
  [[]],
)
