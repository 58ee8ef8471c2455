import { factsForStranger } from '../care/facts.ts'
import { codeOf } from '../core/errors.ts'
import type { FlowId, Lang } from '../core/ids.ts'
import { render } from '../core/render.ts'
import type { Beside } from '../ports/channel.ts'
import type { Engine } from '../ports/engine.ts'

const FLOW = 'beside' as FlowId

/** What clients read beside a chat, of the signed flow `beside` as it is now. A card that the signed version lacks is null too. */
export function besideOf(engine: Pick<Engine, 'current' | 'line'>, lang: Lang): Beside {
  return (card, facts = {}) => {
    const script = engine.current(lang)[FLOW]
    if (script === undefined) return null
    try {
      const line = engine.line({ script, flow: FLOW, step: card, line: 'say.0' })
      const values = { keepsakes: {}, facts: { ...factsForStranger(), ...facts } }
      return render(line, values, [], { silent: true, protect: false }).text()
    } catch (error) {
      if (codeOf(error) === 'flow.not-signed') return null
      throw error
    }
  }
}
