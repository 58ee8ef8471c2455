import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseFlow } from '../../src/script/parse.ts'

/** The flow's lines by step, with its slots filled as for a client who kept no words. */
export function linesByStep(): Readonly<Record<string, readonly string[]>> {
  const path = join(import.meta.dirname, '../flow/menu/flow.yaml')
  const { flow } = parseFlow(readFileSync(path, 'utf8'), 'menu/flow.yaml')
  return Object.fromEntries(
    Object.entries(flow?.steps ?? {}).map(([name, { say }]) => [
      name,
      say.flatMap((item) => (item.kind === 'line' ? [item.text.replace(/\{[a-z-]+\|([^}]*)\}/g, '$1')] : [])),
    ]),
  )
}

/** The buttons under each question. */
export const BUTTONS: Readonly<Record<string, readonly string[]>> = {
  open: ['Begin', 'Later', 'I am not OK'],
  settle: ['Ready', 'Not now', 'I am not OK'],
  cue: ['Once more', 'Enough for now', 'I am not OK'],
  'cue-again': ['Go on', 'I am not OK'],
}
