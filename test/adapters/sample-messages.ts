import type { Button, Notice } from '../../src/core/message.ts'
import { FlowId, ScriptHash } from '../../src/core/ids.ts'
import { lineOfSignedScript } from '../../src/core/line.ts'
import { render, type Facts, type Manner, type OutboundMessage } from '../../src/core/render.ts'

const REF = { script: ScriptHash.parse('a'.repeat(64)), flow: FlowId.parse('sample'), step: 'one', line: 'say.0' }

/** A rendered line of an invented script. */
export function line(text: string, under: readonly Button[] = [], manner: Partial<Manner> = {}): OutboundMessage {
  const values = { keepsakes: {}, facts: {} as Facts }
  return render(lineOfSignedScript(REF, text), values, under, { silent: false, protect: false, ...manner })
}

export function notice(text: string, under: readonly Button[] = []): Notice {
  return { kind: 'notice', text, buttons: under }
}

/** Buttons with tokens as a turn makes them: an asking of 12 characters, a dot, the choice. */
export function buttons(...labels: readonly string[]): Button[] {
  return labels.map((label) => ({ label, token: `ask-00000001.${label.toLowerCase().replaceAll(' ', '-')}` }))
}

export const SCALE = buttons('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10')
