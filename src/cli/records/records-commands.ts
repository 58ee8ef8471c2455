import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { notWritten } from '../../core/errors.ts'
import { ask } from '../operate/ask.ts'
import { run, show } from '../operate/run.ts'

interface Options {
  readonly json?: boolean
  readonly by?: string
}

/** What is kept about a client: given to them, or erased. */
export function addRecordsCommands(program: Command): void {
  program
    .command('export <client>')
    .description('writes everything that is kept about a client into a file that only you can read')
    .requiredOption('--to <file>', 'where to; a file that is there already is not overwritten')
    .option('--by <person>', 'who asks for it: a name or a clinician id (default: operator)')
    .addHelpText(
      'after',
      '\nIt holds what they wrote and were told, in plain text: hand it over as you would a file of notes.\n\nExample:\n  holdfast export K7QM --to sam.json --by "Robin Reed"',
    )
    .action((client: string, { to, ...asked }: Options & { to: string }) =>
      run(async () => {
        const record = await ask('records.export', { client, ...asked })
        await writeNew(to, `${JSON.stringify(record, null, 2)}\n`)
        console.log(`Written to ${to}. Delete it once it is handed over: nothing here keeps watch over it.`)
        return 0
      }),
    )
  program
    .command('erase <client>')
    .description('erases a discharged client: their rows, their links, and the key that sealed them')
    .requiredOption('--yes <pseudonym>', "the client's pseudonym once more; this cannot be taken back")
    .option('--by <person>', 'who decides it: a name or a clinician id (default: operator)')
    .option('--json', 'print JSON for programs')
    .addHelpText(
      'after',
      '\nTelegram, Slack and their phone keep what they have. The audit keeps that it was done, with ids only.\n\nExample:\n  holdfast erase K7QM --yes K7QM --by "Robin Reed"',
    )
    .action((client: string, { json, yes, ...asked }: Options & { yes: string }) =>
      show('records.erase', { ...asked, client, again: yes }, { json, words: erasedWords }),
    )
}

/** @throws HoldfastError `command.refused` where the file is there, or cannot be. */
async function writeNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    throw notWritten(path, error)
  }
}

function erasedWords({ erasedAt, backupsUnreadableBy }: { erasedAt: string; backupsUnreadableBy: string }): string {
  return [
    `Erased and unreadable here since ${erasedAt}.`,
    `Unreadable in every backup from ${backupsUnreadableBy} on, when the last backup of the keys that holds theirs is gone.`,
    'Keep these two lines: they are the receipt.',
  ].join('\n')
}
