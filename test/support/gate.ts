import { readFileSync } from 'node:fs'
import type { OutboundMessage } from '../../src/core/render.ts'
import { lintLine } from '../../src/lint/lint-line.ts'
import { isImageryFlow } from '../../src/lint/setting.ts'
import { Waivers } from '../../src/lint/waivers.ts'
import { parseFlow } from '../../src/script/parse.ts'
import { flowFiles } from './flows.ts'

/** What is waived in the project's flows. */
export const PROJECT_WAIVERS = Waivers.parse(JSON.parse(readFileSync('flows/waivers.json', 'utf8'))).waivers

let practices: ReadonlySet<string> | undefined

/** What the gate says of a message as a client reads it, slots filled, and of its buttons (P2). */
export function gate({
  text,
  buttons,
  from,
}: { text: string; buttons: readonly string[] } & Pick<OutboundMessage, 'from'>) {
  practices ??= practiceFlows()
  const imagery = practices.has(from.flow)
  const waivers = PROJECT_WAIVERS.filter(({ flow, line }) => flow === from.flow && line === `${from.step}/${from.line}`)
  return [
    ...lintLine({ text, lang: 'en', setting: { imagery, role: 'say' }, rendered: true, waivers }),
    ...buttons.flatMap((label) =>
      lintLine({ text: label, lang: 'en', setting: { imagery, role: 'label' }, rendered: true }),
    ),
  ]
}

/** Throws if the gate refuses a message: hang it where messages pass in a test. */
export function mustPassTheGate(message: OutboundMessage): void {
  const refused = gate({ text: message.text(), buttons: message.buttons.map(({ label }) => label), from: message.from })
  if (refused.length > 0) {
    const { flow, step, line } = message.from
    throw new Error(
      `The never-lead gate refuses ${flow}/${step}/${line}: ${refused.map((problem) => problem.message).join(' ')}`,
    )
  }
}

function practiceFlows(): ReadonlySet<string> {
  const flows = flowFiles().flatMap(({ path, text }) => parseFlow(text, path).flow ?? [])
  return new Set(flows.filter(isImageryFlow).map(({ flow }) => String(flow)))
}
