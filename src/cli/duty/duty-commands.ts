import type { Command } from 'commander'
import { show } from '../operate/run.ts'
import { budgetWords } from './budget-verb.ts'
import { coverWords } from './cover-shown.ts'
import { routeWords } from './route-words.ts'

interface Options {
  readonly json?: boolean
  readonly by?: string
}

const JSON_FLAG = ['--json', 'print JSON for programs'] as const
const BY_FLAG = ['--by <person>', 'who decides it: a name or a clinician id (default: operator)'] as const

/** `holdfast cover`: when a person is reachable, and who. */
export function addCoverCommands(program: Command): void {
  const cover = program
    .command('cover')
    .description('when a person is reachable, and who: how it stands now')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast cover --json')
    .action(({ json }: Options) => show('duty.cover', {}, { json, words: coverWords }))
  verbOf(cover, 'hours <days> <span>', 'the hours of these weekdays, instead of those before')
    .option('--also', 'beside those before')
    .addHelpText('after', '\nExample:\n  holdfast cover hours mon-fri 08:30-17:30')
    .action((days: string, span: string, _none: Options, command: Command) => {
      const [from = '', to = ''] = span.split('-')
      return decide('duty.hours', { days, from, to }, command)
    })
  verbOf(cover, 'holiday <date>', 'a date with other hours, or with none')
    .option('--from <clock>', 'hours of that date: 10:00')
    .option('--to <clock>', 'and until when: 12:00')
    .option('--name <name>', 'what it is called')
    .option('--remove', 'a day like any other again')
    .addHelpText('after', '\nExample:\n  holdfast cover holiday 2026-12-25 --name Christmas')
    .action((on: string, _none: Options, command: Command) => decide('duty.holiday', { on }, command))
  verbOf(cover, 'chain <clinicians...>', 'who is told, in this order')
    .option('--minutes <minutes...>', 'how long each has; the last holds for all after it')
    .addHelpText('after', '\nExample:\n  holdfast cover chain "Robin Reed" "Kim Lee" --minutes 15 30')
    .action((clinicians: string[], _none: Options, command: Command) => decide('duty.chain', { clinicians }, command))
  verbOf(cover, 'on-call [clinician]', 'who agreed to be told outside the hours')
    .option('--minutes <minutes>', 'how long they have')
    .option('--none', 'nobody is told outside the hours')
    .addHelpText('after', '\nExample:\n  holdfast cover on-call "Robin Reed" --minutes 20')
    .action((clinician: string | undefined, _none: Options, command: Command) =>
      decide('duty.onCall', { clinician }, command),
    )
  verbOf(cover, 'long-gap', 'a lead signs why more than 72 hours may pass without a covered minute')
    .requiredOption('--reason <words>', 'why')
    .addHelpText('after', '\nExample:\n  holdfast cover long-gap --by "Robin Reed" --reason "closed over New Year"')
    .action((_none: Options, command: Command) => decide('duty.longGap', {}, command))
  verbOf(cover, 'rounds <morning> <evening>', 'when the two clinic rounds of a day are told')
    .addHelpText('after', '\nExample:\n  holdfast cover rounds 08:30 16:30')
    .action((morning: string, evening: string, _none: Options, command: Command) =>
      decide('duty.rounds', { morning, evening }, command),
    )
  verbOf(cover, 'heartbeat [url]', 'an address outside, asked for once a minute while all is well')
    .option('--none', 'no address any more')
    .addHelpText('after', '\nExample:\n  holdfast cover heartbeat https://watch.example/ping/7f3a')
    .action((url: string | undefined, _none: Options, command: Command) => decide('duty.heartbeat', { url }, command))
  verbOf(cover, 'acknowledgers <level> <count>', 'how many named people must acknowledge red or black')
    .addHelpText('after', '\nExample:\n  holdfast cover acknowledgers black 2')
    .action((level: string, count: string, _none: Options, command: Command) =>
      decide('duty.acknowledgers', { level, count }, command),
    )
}

/** `holdfast route`: a rehearsal that tells nobody. */
export function addRouteCommand(program: Command): void {
  program
    .command('route')
    .description('who would be told, how and when, and what the client would read; tells nobody')
    .requiredOption(
      '--event <event>',
      'distress=0 to distress=10, sos, stop, help, notice, ask, red, black, blocked or missed=3',
    )
    .option('--at <time>', 'a local time: 2026-12-25T03:10 (default: now)')
    .option('--zone <zone>', "where the client is (default: the clinic's zone)")
    .option('--country <code>', 'for the crisis numbers: AU')
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      '\nExample:\n  holdfast route --event distress=9 --at 2026-12-25T03:10 --zone Australia/Sydney',
    )
    .action(({ json, ...asked }: Options) => show('duty.route', asked, { json, words: routeWords }))
}

/** What a clinician's own time changes: leave, a night that they cannot cover, and being back. */
export function addLeaveCommands(clinician: Command): void {
  verbOf(clinician, 'leave <clinician>', 'not told from the first to the last day; a deputy is, instead')
    .requiredOption('--from <date>', 'the first day: 2026-12-24')
    .requiredOption('--to <date>', 'the last day: 2027-01-04')
    .option('--deputy <clinician>', 'who is told instead')
    .addHelpText('after', '\nExample:\n  holdfast clinician leave Robin --from 2026-12-24 --to 2027-01-04 --deputy Kim')
    .action((who: string, _none: Options, command: Command) => decide('duty.leave', { clinician: who }, command))
  verbOf(clinician, 'cannot-cover <clinician>', 'not told from now until the clinic next opens')
    .option('--until <time>', 'another end: 2026-12-25T08:00+11:00')
    .option('--deputy <clinician>', 'who is told instead')
    .addHelpText('after', '\nExample:\n  holdfast clinician cannot-cover "Robin Reed" --deputy "Kim Lee"')
    .action((who: string, _none: Options, command: Command) => decide('duty.cannotCover', { clinician: who }, command))
  verbOf(clinician, 'back <clinician>', 'told again: every absence of theirs ends')
    .addHelpText('after', '\nExample:\n  holdfast clinician back "Robin Reed"')
    .action((who: string, _none: Options, command: Command) => decide('duty.back', { clinician: who }, command))
}

/** Where notices go that nobody answers in a chat, and whether they arrive. */
export function addReachCommands(clinician: Command): void {
  clinician
    .command('reach <clinician> <channel> <address>')
    .description('notices by mail or webhook: sends a code there; with --code they begin')
    .option('--code <code>', 'the code that came to that address')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast clinician reach "Robin Reed" mail robin@clinic.example')
    .action((who: string, channel: string, address: string, { json, ...asked }: Options) =>
      show(
        'duty.reach',
        { ...asked, clinician: who, channel, address },
        {
          json,
          words: ({ state }: { state: string }) =>
            state === 'confirmed' ? 'Confirmed. Notices go there.' : 'A code is on its way. Say it with --code.',
        },
      ),
    )
  clinician
    .command('test <clinician>')
    .description('send a notice that they answer with one press, on every channel of theirs')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast clinician test "Robin Reed"')
    .action((who: string, { json }: Options) =>
      show(
        'duty.test',
        { clinician: who },
        {
          json,
          words: ({ links }: { links: readonly string[] }) =>
            `Sent by ${links.join(', ')}. doctor knows once they pressed.`,
        },
      ),
    )
  clinician
    .command('webhook-key')
    .description('the key with which your on-call service verifies notices; show it to nobody else')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast clinician webhook-key')
    .action(({ json }: Options) => show('duty.webhookKey', {}, { json, words: ({ key }: { key: string }) => key }))
}

/** `holdfast flags budget`: a lead sees which rules ask too much. */
export function addBudgetCommand(flags: Command): void {
  flags
    .command('budget')
    .description('what the alarms cost, by rule: ambers, interruptions, pages at night, and how many were useful')
    .addHelpText('after', '\nExample:\n  holdfast flags budget --json')
    .action((_none: Options, command: Command) => {
      const { json }: Options = command.optsWithGlobals()
      return show('duty.budget', {}, { json, words: budgetWords })
    })
}

function verbOf(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .option(...BY_FLAG)
    .option(...JSON_FLAG)
}

/** Asks with what was given on the line and in the options, and shows how cover stands then. */
function decide(verb: string, given: Record<string, unknown>, command: Command): Promise<void> {
  const { json, ...options }: Options = command.optsWithGlobals()
  return show(verb, { ...options, ...given }, { json, words: coverWords })
}
