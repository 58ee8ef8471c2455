import type { Flow } from '../../schema.ts'
import type { Finding } from '../../read/source.ts'

/** Law: the buttons of one step read differently. Two alike cannot be told apart, and typed words could mean either. */
export function labelsDiffer(flow: Flow): Finding[] {
  return Object.entries(flow.steps).flatMap(([step, { ...held }]) => {
    const seen = new Map<string, string>()
    return ('choices' in held ? held.choices : []).flatMap(({ id, label }): Finding[] => {
      const read = (label ?? id)
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim()
      const other = seen.get(read)
      if (other === undefined) {
        seen.set(read, id)
        return []
      }
      const message = `The buttons \`${other}\` and \`${id}\` both read [${label ?? id}].`
      return [
        {
          rule: 'same-label',
          family: 'language',
          at: ['steps', step, 'choose', id],
          step,
          message,
          cure: 'Write two labels that a client can tell apart.',
        },
      ]
    })
  })
}
