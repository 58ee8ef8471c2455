import type { Command } from 'commander'
import { show } from '../operate/run.ts'

interface Options {
  readonly json?: boolean
  readonly by?: string
  readonly text?: string
  readonly confirm?: boolean
}

const JSON_FLAG = ['--json', 'print JSON for programs'] as const
const BY_FLAG = ['--by <clinician>', 'who is there: a name or id of a clinician'] as const

/** The commands by which a clinician is in a conversation themselves. */
export function addHandoverCommands(program: Command): void {
  const conversation = program.command('conversation').description('be in a conversation yourself')
  conversation
    .command('take <client>')
    .description('the client is told that you are there; no practice starts meanwhile')
    .requiredOption(...BY_FLAG)
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast conversation take K7QM --by "Robin Reed"')
    .action((client: string, { json, ...asked }: Options) =>
      show('people.takeConversation', { ...asked, client }, { json, words: () => 'Taken. The client is told.' }),
    )
  conversation
    .command('write <client>')
    .description('write one message in your own name')
    .requiredOption(...BY_FLAG)
    .requiredOption('--text <words>', 'what you write')
    .option('--confirm', 'send it although it may lead')
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      '\nExample:\n  holdfast conversation write K7QM --by "Robin Reed" --text "I saw this. I ring you at 9."',
    )
    .action((client: string, { json, ...asked }: Options) =>
      show('people.writeToClient', { ...asked, client }, { json, words: () => 'On its way.' }),
    )
  conversation
    .command('give-back <client>')
    .description('the chat is automated again, and the client is told')
    .requiredOption(...BY_FLAG)
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast conversation give-back K7QM --by "Robin Reed"')
    .action((client: string, { json, ...asked }: Options) =>
      show('people.giveBackConversation', { ...asked, client }, { json, words: () => 'Given back.' }),
    )
}
