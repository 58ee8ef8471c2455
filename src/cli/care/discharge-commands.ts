import type { Command } from 'commander'
import { show } from '../operate/run.ts'

const JSON_FLAG = ['--json', 'print JSON for programs'] as const

interface Options {
  readonly json?: boolean
  readonly by?: string
}

/** The end of a treatment, and its coming back. */
export function addDischargeCommands(client: Command): void {
  client
    .command('discharge <client>')
    .description('nothing is kept or read any more; whoever writes gets numbers and the phone of the clinic')
    .requiredOption('--by <person>', 'who decides it: a name or a clinician id')
    .option('--kind <kind>', 'planned, transfer, paused, dropped-out, died or moved (default: planned)')
    .option('--on <day>', 'planned only: the day to come; reminders halve over the four weeks before it')
    .option('--show-duty', 'whoever is on duty sees that something came, and never what')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast client discharge K7QM --by "Robin Reed"')
    .action((who: string, { json, ...asked }: Options) =>
      show('people.discharge', { ...asked, client: who }, { json, words: dischargedWords }),
    )
  client
    .command('readmit <client>')
    .description('takes a discharged client up again, on the links that they had')
    .option('--by <person>', 'who decides it: a name or a clinician id (default: operator)')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast client readmit K7QM --by "Robin Reed"')
    .action((who: string, { json, ...asked }: Options) =>
      show(
        'people.readmit',
        { ...asked, client: who },
        { json, words: () => 'Active again, from the next message on.' },
      ),
    )
}

interface Discharged {
  readonly on?: string
  readonly kind: string
  readonly afterDischarge: string
  readonly phone: string | null
}

function dischargedWords({ on, kind, afterDischarge, phone }: Discharged): string {
  if (on !== undefined)
    return `The ending is planned for ${on}. Reminders fade until then and end with it.\nOn the day: holdfast client discharge CLIENT --kind planned --by NAME.`
  if (kind === 'died') return 'Ended. Nothing is sent to that account any more, whoever writes.'

  const shown = afterDischarge === 'duty' ? 'Duty sees that something came, never what.' : 'Nobody sees what comes.'
  return phone === null
    ? `Discharged. ${shown}\nThe clinic has no phone number for them to read yet: holdfast directory phone NUMBER --by NAME.`
    : `Discharged. ${shown}`
}
