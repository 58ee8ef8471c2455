import { readFileSync } from 'node:fs'
import type { ScriptHash } from '../../src/core/ids.ts'
import type { OutboundMessage } from '../../src/core/render.ts'
import { lintLine } from '../../src/lint/lint-line.ts'
import { isImageryFlow } from '../../src/lint/setting.ts'
import { Waivers } from '../../src/lint/waivers.ts'
import { readCanonical } from '../../src/script/canonical.ts'
import type { Flow } from '../../src/script/schema.ts'
import { provenScripts } from './flows.ts'

/** What is waived in the project's flows. */
export const PROJECT_WAIVERS = Waivers.parse(JSON.parse(readFileSync('flows/waivers.json', 'utf8'))).waivers

let shipped: ReadonlyMap<ScriptHash, Flow> | undefined

/**
 * What the gate says of a message as a client reads it, slots filled, and of its buttons (P2): sentences, none if it
 * passes. A script that is not one of the project's was invented by a test, and is not asked about.
 */
export function gate(message: OutboundMessage): string[] {
  shipped ??= new Map(provenScripts().map(({ hash, body }) => [hash, readCanonical(body)]))
  const { from } = message
  const flow = shipped.get(from.script)
  if (flow === undefined) return []
  // The published words of a questionnaire are nobody's to change (care C29); those round them are asked about.
  if (flow.steps[from.step]?.kind === 'measure') return []
  const { lang } = flow
  const imagery = isImageryFlow(flow)
  const waivers = PROJECT_WAIVERS.filter(
    (waiver) => waiver.flow === from.flow && waiver.lang === lang && waiver.line === `${from.step}/${from.line}`,
  )
  return [
    ...lintLine({ text: message.text(), lang, setting: { imagery, role: 'say' }, rendered: true, waivers }),
    ...message.buttons.flatMap(({ label }) =>
      lintLine({ text: label, lang, setting: { imagery, role: 'label' }, rendered: true }),
    ),
  ].map(({ rule, message: why }) => `${from.flow}/${from.step}/${from.line}: ${rule} ${why}`)
}
