import { resolve } from 'node:path'
import type { Command } from 'commander'
import { RECORDINGS } from '../../core/message.ts'
import { show } from '../operate/run.ts'

const JSON_FLAG = ['--json', 'print JSON for programs'] as const

interface Options {
  readonly json?: boolean
  readonly by?: string
  readonly file?: string
  readonly name?: string
}

const NAMES = RECORDINGS.join(', ')

/** The therapist's recorded voice, for one client. */
export function addRecordingCommands(program: Command): void {
  const recording = program.command('recording').description("the therapist's recorded voice for one client")
  recording
    .command('add <client>')
    .description('keep a recording, sealed, in place of an older one of that name')
    .requiredOption('--file <path>', 'OGG/Opus, MP3 or M4A, at most 10 MB')
    .requiredOption('--name <name>', `what it is for: ${NAMES}`)
    .option('--by <person>', 'who does it: a name or a clinician id (default: operator)')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast recording add K7QM --file settle.ogg --name settle --by "Robin Reed"')
    .action((client: string, { json, file = '', ...asked }: Options) =>
      show('care.addRecording', { ...asked, client, file: resolve(file) }, { json, words: addedWords }),
    )
  recording
    .command('list <client>')
    .description('which recordings a client has')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast recording list K7QM')
    .action((client: string, { json }: Options) => show('care.recordings', { client }, { json, words: listWords }))
  recording
    .command('remove <client>')
    .description('delete a recording; it is not played from then on')
    .requiredOption('--name <name>', `which: ${NAMES}`)
    .option('--by <person>', 'who does it: a name or a clinician id (default: operator)')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast recording remove K7QM --name settle')
    .action((client: string, { json, ...asked }: Options) =>
      show(
        'care.removeRecording',
        { ...asked, client },
        { json, words: () => 'Removed. Nobody can play it any more.' },
      ),
    )
}

interface Listed {
  readonly name: string
  readonly format: string
  readonly bytes: number
  readonly at: string
}

const addedWords = ({ name, format, bytes }: Listed) => `Kept: ${name} (${format}, ${sizeOf(bytes)}).`

function listWords({ recordings }: { readonly recordings: readonly Listed[] }): string {
  if (recordings.length === 0) return 'None recorded.'
  return recordings
    .map(({ name, format, bytes, at }) => `${name.padEnd(8)}  ${at.slice(0, 10)}  ${format}  ${sizeOf(bytes)}`)
    .join('\n')
}

const sizeOf = (bytes: number) =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
