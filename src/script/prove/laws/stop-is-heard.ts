import { barrierWordOf, barrierWordOfChoice } from '../../../rails/barrier-words.ts'
import { list } from '../../read/nearest.ts'
import type { Flow } from '../../schema.ts'
import type { Finding } from '../../read/source.ts'
import { RESERVED_CHOICES } from '../../vocabulary.ts'
import type { Walk } from '../walk.ts'

/**
 * Law (P6): STOP, SOS and HELP stay the rails'. No state of the machine reacts to one of their words, so none can be
 * swallowed on its way to the rails.
 */
export function stopIsNeverSwallowed(_flow: Flow, { spots }: Walk): Finding[] {
  const swallowing = spots.flatMap(({ frame, next }) =>
    next.flatMap(({ event }) =>
      RESERVED_CHOICES.some((word) => event === `CHOSE.${word}`) ? [{ step: frame.state, event }] : [],
    ),
  )
  return swallowing.slice(0, 1).map(({ step, event }) => ({
    rule: 'shadowed',
    family: 'safety',
    at: ['steps', step],
    atKey: true,
    step,
    message: `The step \`${step}\` reacts to ${event}, which is the rails'.`,
    cure: `Take it out of \`go\`. Reserved are ${list(RESERVED_CHOICES)}.`,
  }))
}

/** Law (P6): a button that reads like STOP, SOS or HELP is that word. A client who taps [Stop] must not get anything else. */
export function stopButtonsStop(flow: Flow): Finding[] {
  return Object.entries(flow.steps).flatMap(([step, { ...held }]) =>
    ('choices' in held ? held.choices : []).flatMap(({ id, label }): Finding[] => {
      const word = label === null ? null : barrierWordOf(label)
      if (word === null || id === word || barrierWordOfChoice(id) === word) return []
      return [
        {
          rule: 'shadowed',
          family: 'safety',
          at: ['steps', step, 'choose', id],
          step,
          message: `The button [${label}] reads like ${word.toUpperCase()} and is the choice \`${id}\`.`,
          cure: `Call the choice \`${word}\` and give it no \`go\`, or write another label.`,
        },
      ]
    }),
  )
}
