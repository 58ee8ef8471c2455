import type { Command } from 'commander'
import {
  addBudgetCommand,
  addCoverCommands,
  addLeaveCommands,
  addReachCommands,
  addRouteCommand,
} from '../duty/duty-commands.ts'
import { addAssignCommands } from '../homework/assign-commands.ts'
import { addReadinessCommands } from '../homework/readiness-commands.ts'
import { addMeasureCommands } from '../homework/measure-commands.ts'
import { addRecordingCommands } from '../homework/recording-commands.ts'
import { show } from '../operate/run.ts'
import { addDischargeCommands } from './discharge-commands.ts'
import { addHandoverCommands } from './handover-commands.ts'
import { addImageryCommands } from './imagery-commands.ts'
import { addPlanCommands } from './plan-commands.ts'
import { invitationWords, pairingWords, rows } from './words.ts'

interface Options {
  readonly json?: boolean
  readonly by?: string
}

const JSON_FLAG = ['--json', 'print JSON for programs'] as const
const BY_FLAG = ['--by <person>', 'who does it: a name or a clinician id (default: operator)'] as const

/** The commands about people: client, clinician, link, flags, latch, pause, hold. */
export function addCareCommands(program: Command): void {
  addInitCommand(program)
  addDeletionCommand(program)
  addRetentionCommand(program)
  addClientCommands(program.command('client').description('the people who practise'))
  addClinicianCommands(program.command('clinician').description('the people who work in the clinic'))
  addLinkCommands(program.command('link').description('accounts on a channel that wait for "that is them"'))
  addFlagCommands(program)
  addImageryCommands(program)
  addHandoverCommands(program)
  addCoverCommands(program)
  addRouteCommand(program)
  addAssignCommands(program)
  addMeasureCommands(program)
  addReadinessCommands(program)
  addRecordingCommands(program)
}

function addInitCommand(program: Command): void {
  program
    .command('init')
    .description('make the clinic for real clients; the demo clinic does not count')
    .requiredOption('--name <name>', 'as clients know it')
    .requiredOption('--zone <zone>', 'time zone: Australia/Sydney')
    .option('--from <clock>', 'weekdays from when a person is reachable: 08:30')
    .option('--to <clock>', 'and until when: 17:00')
    .option('--delete-after <hours>', 'what clients write is deleted from their Telegram chat after 1 to 46 hours')
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      '\nExample:\n  holdfast init --name "Our clinic" --zone Australia/Sydney --from 08:30 --to 17:00',
    )
    .action(({ json, ...asked }: Options) => show('people.init', asked, { json, words: initWords }))
}

/** What clients write goes from their chat; here it stays, sealed. */
function addDeletionCommand(program: Command): void {
  program
    .command('deletion <after>')
    .description('whether what clients write is deleted from their Telegram chat: hours from 1 to 46, or off')
    .option(...BY_FLAG)
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast deletion 24 --by "Robin Reed"')
    .action((after: string, { json, ...asked }: Options) =>
      show('people.deletion', { ...asked, after }, { json, words: deletionWords }),
    )
}

function deletionWords({ afterHours }: { readonly afterHours: number | null }): string {
  if (afterHours === null) return 'What clients write stays in their chat.'
  return `From now on what clients write is deleted from their Telegram chat after ${afterHours} hours. The transcript here keeps it, sealed. Tell your clients; what stands there already stays.`
}

/** The number of the clinic's own law; nothing is erased by it. */
function addRetentionCommand(program: Command): void {
  program
    .command('retention <years>')
    .description(
      'how many years after discharge records are kept, or off; doctor names who is past it, and erases nobody',
    )
    .option('--minors-until <age>', 'who was under age at discharge: not before that birthday')
    .option(...BY_FLAG)
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast retention 7 --minors-until 25 --by "Robin Reed"')
    .action((years: string, { json, ...asked }: Options) =>
      show('people.retention', { ...asked, years }, { json, words: retentionWords }),
    )
}

function retentionWords({
  retention,
}: {
  readonly retention: { readonly years: number; readonly minorsUntilAge?: number } | null
}): string {
  if (retention === null) return 'No time is set: records are kept until somebody erases them.'
  const { years, minorsUntilAge } = retention
  const minors =
    minorsUntilAge === undefined ? '' : `, and of who was under age then at least until they are ${minorsUntilAge}`
  return `Records are kept ${years} years after discharge${minors}. holdfast doctor names who is past it; a person erases.`
}

function initWords(made: unknown): string {
  const { name, covered } = made as { name: string; covered: boolean }
  const hours = covered
    ? 'Weekday hours are declared.'
    : 'No hours are declared: nobody is promised to read. Give --from and --to to declare them.'
  return `${name} is made. ${hours}\nNext: holdfast clinician add --name NAME --on-call, holdfast sign --all --by NAME, holdfast recovery print, holdfast start.`
}

function addClientCommands(client: Command): void {
  client
    .command('add')
    .description('add a client and make the pairing code that is handed over in the room')
    .requiredOption('--name <name>', 'as the clinic knows them; kept under their own key')
    .requiredOption('--country <code>', 'two letters, for the crisis numbers: AU')
    .requiredOption('--zone <zone>', 'time zone: Australia/Sydney')
    .option('--therapist <name>', "the therapist's name as the client knows it")
    .option('--owner <clinician>', 'whose client: a name or id, needed where there are several clinicians')
    .option('--minor', 'under age: tighter limits and youth lines')
    .option('--born <day>', 'day of birth, which Telegram and Slack need of somebody under age: 2010-05-01')
    .option('--lang <lang>', 'language of the flows', 'en')
    .option('--flow <name...>', 'permit these practices only')
    .option(...BY_FLAG)
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast client add --name "Sam" --country AU --zone Australia/Sydney')
    .action(({ json, flow, ...asked }: Options & { flow?: string[] }) =>
      show('people.addClient', { ...asked, ...(flow && { flows: flow }) }, { json, words: pairingWords }),
    )
  client
    .command('pair <client>')
    .description('make another pairing code, for a second device or after the first ran out')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast client pair K7QM')
    .action((who: string, { json }: Options) =>
      show('people.pairClient', { client: who }, { json, words: pairingWords }),
    )
  client
    .command('born <client> <day>')
    .description('say when a client was born: under age or not follows from it')
    .option(...BY_FLAG)
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast client born K7QM 2010-05-01')
    .action((who: string, born: string, { json, ...asked }: Options) =>
      show('people.born', { ...asked, client: who, born }, { json, words: bornWords }),
    )
  addPlanCommands(client)
  addDischargeCommands(client)
  client
    .command('list')
    .description('the clients of the clinic')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast client list')
    .action(({ json }: Options) => show('people.clients', {}, { json, words: rows.clients }))
}

const bornWords = (saved: unknown) =>
  (saved as { minor: boolean }).minor ? 'Saved. The limits and hours of minors hold.' : 'Saved. Of age.'

const removedWords = (done: unknown) =>
  `Removed. ${(done as { clients: number }).clients} clients have a new therapist.`

function addClinicianCommands(clinician: Command): void {
  clinician
    .command('add')
    .description('add a clinician and make their pairing code')
    .requiredOption('--name <name>', 'as clients know them')
    .option('--role <role>', 'therapist, lead or admin', 'therapist')
    .option('--on-call', 'told when a client is in danger: joins the end of the chain')
    .option(...BY_FLAG)
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast clinician add --name "Robin Reed" --role lead --on-call')
    .action(({ json, ...asked }: Options) => show('people.addClinician', asked, { json, words: pairingWords }))
  clinician
    .command('pair <clinician>')
    .description('make another pairing code for a clinician')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast clinician pair "Robin Reed"')
    .action((who: string, { json }: Options) =>
      show('people.pairClinician', { clinician: who }, { json, words: pairingWords }),
    )
  clinician
    .command('remove <clinician>')
    .description('somebody leaves: clients and open escalations go to another; links and sign-in end at once')
    .requiredOption('--to <clinician>', 'who takes over: a name or id')
    .option(...BY_FLAG)
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast clinician remove "Robin Reed" --to "Kim Ito"')
    .action((who: string, { json, ...asked }: Options) =>
      show('people.removeClinician', { ...asked, clinician: who }, { json, words: removedWords }),
    )
  clinician
    .command('invite <clinician>')
    .description('make the one-time link by which they set up their sign-in to the console')
    .option(...BY_FLAG)
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast clinician invite "Robin Reed"')
    .action((who: string, { json, by }: Options) =>
      show('people.inviteClinician', { clinician: who, ...(by && { by }) }, { json, words: invitationWords }),
    )
  clinician
    .command('list')
    .description('the clinicians and the channels that reach them')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast clinician list')
    .action(({ json }: Options) => show('people.clinicians', {}, { json, words: rows.clinicians }))
  addLeaveCommands(clinician)
  addReachCommands(clinician)
}

function addLinkCommands(link: Command): void {
  link
    .command('list')
    .description('accounts that opened a pairing link and wait')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast link list')
    .action(({ json }: Options) => show('people.pendingLinks', {}, { json, words: rows.links }))
  link
    .command('confirm <link>')
    .description('say "that is them" of an account, with the client in the room')
    .option(...BY_FLAG)
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast link confirm 0b7e… --by "Robin Reed"')
    .action((id: string, { json, ...asked }: Options) =>
      show('people.confirmLink', { ...asked, link: id }, { json, words: () => 'Confirmed. They can begin.' }),
    )
}

function addFlagCommands(program: Command): void {
  const flags = program
    .command('flags')
    .description('what somebody should look at, most urgent first')
    .option('--all', 'closed ones as well')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast flags --json')
    .action(({ json, ...asked }: Options) => show('people.flags', asked, { json, words: rows.flags }))
  flags
    .command('list', { isDefault: false })
    .description('the same')
    .addHelpText('after', '\nExample:\n  holdfast flags list --all')
    .action((_none: Options, command: Command) => {
      const { json, ...asked }: Options = command.optsWithGlobals()
      return show('people.flags', asked, { json, words: rows.flags })
    })
  addBudgetCommand(flags)
  flags
    .command('take <flag>')
    .description('take it on: the chain stops calling others, and the client learns that it was read')
    .option(...BY_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast flags take 0b7e… --by "Robin Reed"')
    .action((flag: string, _none: Options, command: Command) => {
      const { json, by }: Options = command.optsWithGlobals()
      return show('people.takeFlag', { flag, by }, { json, words: () => 'Taken. It is yours now.' })
    })
  flags
    .command('close <flag>')
    .description('bring it to an end, with what came of it')
    .requiredOption(
      '--outcome <what>',
      'called, wrote, for-the-session, passed-to-duty or no-concern; words after a colon',
    )
    .option(...BY_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast flags close 0b7e… --outcome "called: safe at home"')
    .action((flag: string, _none: Options, command: Command) => {
      const { json, by, outcome }: Options & { outcome?: string } = command.optsWithGlobals()
      return show(
        'people.closeFlag',
        { flag, by, outcome },
        {
          json,
          words: ({ state }: { state: string }) =>
            state === 'open' ? 'Passed on. The next person is told.' : 'Closed.',
        },
      )
    })
}
