import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import { readConfig } from '../../config.ts'
import { ask } from '../operate/ask.ts'
import { run, show } from '../operate/run.ts'
import { refused } from '../operate/verb.ts'
import { halvesOf, joined, type Halves } from './recovery-sheet.ts'

/** The master key: on paper, and changed. */
export function addKeysCommands(program: Command): void {
  program
    .command('rotate-keys')
    .description('change the master key: every client key is wrapped anew under HOLDFAST_KEY_NEXT, while all runs')
    .option('--json', 'print JSON for programs')
    .addHelpText(
      'after',
      `
1. Make a new key, give it to every server as HOLDFAST_KEY_NEXT beside HOLDFAST_KEY, and start them anew.
2. Run this. Broken off, run it again.
3. Set HOLDFAST_KEY to the new key everywhere, remove HOLDFAST_KEY_NEXT, start anew, print a new recovery sheet.

Example:
  HOLDFAST_KEY_NEXT="$(openssl rand -base64 32)" holdfast rotate-keys`,
    )
    .action(({ json }: { json?: boolean }) => show('keys.rotate', {}, { json, words: rotatedWords }))
  const recovery = program.command('recovery').description('the master key on paper, in two halves for two people')
  recovery
    .command('print')
    .description('prints the recovery sheet of HOLDFAST_KEY (during a change: of HOLDFAST_KEY_NEXT)')
    .addHelpText('after', '\nExample:\n  holdfast recovery print | lp')
    .action(() => run(() => Promise.resolve(printSheet())))
  recovery
    .command('type')
    .description('type both halves back from the paper; doctor is red until somebody has')
    .addHelpText('after', '\nExample:\n  holdfast recovery type')
    .action(() =>
      run(async () => {
        await ask('keys.typedBack', { key: joined(await typedHalves()).toString('base64') })
        console.log('That is the key in use. Keep the halves with two people, apart from this machine.')
        return 0
      }),
    )
  recovery
    .command('join')
    .description('makes HOLDFAST_KEY out of both halves, after it was lost')
    .addHelpText('after', '\nIt prints the key: do it where nobody looks on.\n\nExample:\n  holdfast recovery join')
    .action(() =>
      run(async () => {
        console.log(joined(await typedHalves()).toString('base64'))
        return 0
      }),
    )
}

function printSheet(): number {
  const config = readConfig()
  if (config.keyFrom === 'data folder' && config.nextKey === null)
    throw refused('This is a demo key, which needs no sheet.', 'Set HOLDFAST_KEY first; see docs/operations.md.')
  const { first, second } = halvesOf(config.nextKey ?? config.masterKey)
  console.log(
    [
      'Holdfast: recovery sheet',
      '',
      'Both halves together make the key that opens all data of this clinic. One half alone is worth nothing.',
      'Cut here and there, give the halves to two people, and keep them apart from the server.',
      '',
      `First half   ${first}`,
      '',
      '- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -',
      '',
      `Second half  ${second}`,
      '',
      'To prove that it reads right: holdfast recovery type. To get the key back: holdfast recovery join.',
    ].join('\n'),
  )
  return 0
}

/** Two lines from whoever types, or from a file. */
async function typedHalves(): Promise<Halves> {
  const lines = createInterface({ input: process.stdin })
  const typed = lines[Symbol.asyncIterator]()
  const next = async (which: string): Promise<string> => {
    process.stderr.write(`${which} half: `)
    const line = await typed.next()
    if (line.done === true) throw refused(`The ${which.toLowerCase()} half is missing.`, 'Type each half on a line.')
    return line.value
  }
  try {
    return { first: await next('First'), second: await next('Second') }
  } finally {
    lines.close()
  }
}

function rotatedWords({ changed }: { readonly changed: number }): string {
  const did =
    changed === 0
      ? 'Every key was wrapped under the next master key already.'
      : `${changed} keys are wrapped under the next master key.`
  return `${did}\nNow set HOLDFAST_KEY to it on every server, remove HOLDFAST_KEY_NEXT, and start them anew. Then: holdfast recovery print, holdfast recovery type. The webhook's key follows the master key: give your on-call service the new one (holdfast webhook-key).`
}
