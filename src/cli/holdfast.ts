import { Command, CommanderError } from 'commander'
import { addAuthorCommands } from './author/author-commands.ts'
import { addCareCommands } from './care/care-commands.ts'
import { addOperateCommands } from './operate/operate-commands.ts'
import { addBackupCommands } from './records/backup-commands.ts'
import { addKeysCommands } from './records/keys-commands.ts'
import { addRecordsCommands } from './records/records-commands.ts'

const HELP = `
Exit codes: 0 it is so, 1 something was found or refused, 2 it was asked or set up wrongly.
Every command has --help with an example.`

const program = new Command('holdfast')
  .description('Guided homework between sessions of imagery rescripting.')
  .addHelpText('after', HELP)
  .showHelpAfterError('See --help.')
addOperateCommands(program)
addAuthorCommands(program)
addCareCommands(program)
addRecordsCommands(program)
addBackupCommands(program)
addKeysCommands(program)
exitsWithTwo(program)

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  // Help and version are answers; everything else was asked wrongly. Commander has said what it is.
  process.exitCode = error.exitCode === 0 ? 0 : 2
}

function exitsWithTwo(command: Command): void {
  command.exitOverride()
  for (const child of command.commands) exitsWithTwo(child)
}
