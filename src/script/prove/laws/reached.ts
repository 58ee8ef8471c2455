import { linesOf, rootsOf } from '../../schema.ts'
import type { Flow } from '../../schema.ts'
import type { Finding } from '../../read/source.ts'
import { list } from '../../read/nearest.ts'
import type { Walk } from '../walk.ts'

/** Law: every step is reached and so every line is said on some path. What nobody can reach is reviewed in vain. */
export function everythingIsReached(flow: Flow, { spots }: Walk): Finding[] {
  const reached = new Set(spots.map((spot) => spot.frame.state))
  const unsaid = [...linesOf(flow).keys()].filter((id) => !reached.has(id.slice(0, id.indexOf('/'))))
  return Object.keys(flow.steps)
    .filter((name) => !reached.has(name))
    .map((name): Finding => {
      const lines = unsaid.filter((id) => id.startsWith(`${name}/`)).map((id) => id.slice(name.length + 1))
      return {
        rule: 'unreachable-step',
        family: 'flow',
        at: ['steps', name],
        atKey: true,
        step: name,
        message: `No path leads to the step \`${name}\`${lines.length === 0 ? '' : `, so ${list(lines)} of it ${lines.length === 1 ? 'is' : 'are'} never said`}.`,
        cure: `Lead to it by \`go: ${name}\` from a step that ${list(rootsOf(flow))} leads to, or take it out.`,
      }
    })
}
