import type { Command } from 'commander'
import { show } from '../operate/run.ts'

const JSON_FLAG = ['--json', 'print JSON for programs'] as const
const BY_FLAG = ['--by <person>', 'who decided: a name or a clinician id'] as const
const REASON_FLAG = ['--reason <words>', 'why'] as const

interface Options {
  readonly json?: boolean
  readonly by?: string
  readonly reason?: string
}

/** The commands by which a clinician closes and opens imagery for one client: latch, pause, hold. */
export function addImageryCommands(program: Command): void {
  const latch = program.command('latch').description('imagery that is stopped until a clinician says otherwise')
  latch
    .command('raise <client>')
    .description('stop imagery for the client, at once and on every node')
    .requiredOption(...BY_FLAG)
    .requiredOption(...REASON_FLAG)
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast latch raise K7QM --by "Robin Reed" --reason "We agreed on a rest."')
    .action((client: string, { json, ...asked }: Options) =>
      show('people.raiseLatch', { ...asked, client }, { json, words: () => 'Raised. Steadying stays open.' }),
    )
  latch
    .command('lower <client>')
    .description('let the client practise imagery again')
    .requiredOption(...BY_FLAG)
    .requiredOption('--reason <words>', 'why it is safe again')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast latch lower K7QM --by "Robin Reed" --reason "Spoke with them."')
    .action((client: string, { json, ...asked }: Options) =>
      show('people.lowerLatch', { ...asked, client }, { json, words: () => 'Lowered.' }),
    )
  program
    .command('pause')
    .description('imagery that rests until the next day where the client is')
    .command('end <client>')
    .description('let the client practise imagery again today')
    .requiredOption(...BY_FLAG)
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast pause end K7QM --by "Robin Reed"')
    .action((client: string, { json, ...asked }: Options) =>
      show('people.endPause', { ...asked, client }, { json, words: () => 'Ended.' }),
    )
  program
    .command('hold')
    .description('a practice that was closed because it left the client worse')
    .command('release <client> <flow>')
    .description('open it again')
    .requiredOption(...BY_FLAG)
    .requiredOption(...REASON_FLAG)
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      '\nExample:\n  holdfast hold release K7QM safe-place-rehearsal --by "Robin Reed" --reason "Changed the place in session."',
    )
    .action((client: string, flow: string, { json, ...asked }: Options) =>
      show('people.releaseFlow', { ...asked, client, flow }, { json, words: () => 'Released.' }),
    )
}
