import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { parse } from 'yaml'
import { refused } from '../operate/verb.ts'
import { show } from '../operate/run.ts'

const JSON_FLAG = ['--json', 'print JSON for programs'] as const
const BY_FLAG = ['--by <person>', 'who does it: a name or a clinician id (default: operator)'] as const

interface Options {
  readonly json?: boolean
  readonly by?: string
}

/** What a clinician sets for one client: limits, sessions, the safety plan. */
export function addPlanCommands(client: Command): void {
  client
    .command('limits <client>')
    .description('tighten the limits of one client, or move the start up with a reason and an end')
    .option('--start <n>', 'no practice starts from this distress up (tighter only)')
    .option('--leave <n>', 'imagery is left from this distress up (tighter only)')
    .option('--here-ordinary <n>', 'how here this client ordinarily feels, 0 to 10')
    .option('--higher-start <n>', 'start limit above the ordinary one; needs --until and --reason')
    .option('--until <moment>', 'until when: 2027-01-31T00:00:00+11:00')
    .option('--reason <words>', 'why')
    .option('--sessions <moment...>', 'the therapy sessions, past and to come: 2026-12-01T10:00:00+11:00')
    .option(...BY_FLAG)
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast client limits K7QM --start 6 --here-ordinary 8')
    .action((who: string, { json, ...asked }: Options) =>
      show(
        'people.limits',
        { ...asked, client: who },
        { json, words: () => 'Saved. It holds from the next message on.' },
      ),
    )
  client
    .command('permit <client>')
    .description('open practices to one client or close them, and set who comforts')
    .option('--flow <name...>', "open these practices; an amber one asks for the client's own yes too")
    .option('--without <name...>', 'close these practices')
    .option('--stage <stage>', 'place, carer, both or adult: who comforts (default: place, nobody)')
    .option(...BY_FLAG)
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast client permit K7QM --flow comforting --stage carer')
    .action((who: string, { json, flow, ...asked }: Options & { flow?: string[] }) =>
      show(
        'people.permit',
        { ...asked, client: who, ...(flow && { flows: flow }) },
        { json, words: () => 'Saved. It holds from the next message on.' },
      ),
    )
  client
    .command('profile <client>')
    .description('leave out for one client what does them no good, or put it in other words')
    .option('--set <name...>', 'no-sound, no-touch, no-body, no-food (taste, water, food), low-imagery, literal')
    .option('--clear', 'leave nothing out any more')
    .option(...BY_FLAG)
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast client profile K7QM --set no-body no-food')
    .action((who: string, { json, ...asked }: Options) =>
      show(
        'people.profile',
        { ...asked, client: who },
        { json, words: () => 'Saved. It holds from the next message on.' },
      ),
    )
  addTherapistCommand(client)
  addCalendarCommand(client)
  addSafetyPlanCommand(client)
}

function addTherapistCommand(client: Command): void {
  client
    .command('therapist <client> <name>')
    .description("change the therapist's name as this client reads it")
    .option(...BY_FLAG)
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast client therapist K7QM "Dr Reed"')
    .action((who: string, therapist: string, { json, ...asked }: Options) =>
      show(
        'people.therapist',
        { ...asked, client: who, therapist },
        { json, words: () => 'Saved. It holds from the next message on.' },
      ),
    )
}

function addCalendarCommand(client: Command): void {
  client
    .command('calendar <client>')
    .description('take the session dates out of a calendar file; only titles with the pseudonym count')
    .requiredOption('--ical <file>', 'an iCalendar file (.ics), as every calendar saves one')
    .option('--match <words>', 'other words that the titles of the sessions have')
    .option(...BY_FLAG)
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast client calendar K7QM --ical sessions.ics --by "Robin Reed"')
    .action((who: string, { json, ical, ...asked }: Options & { ical: string }) =>
      show('care.readCalendar', () => ({ ...asked, client: who, calendar: calendarIn(ical) }), {
        json,
        words: ({ coming }: { coming: string[] }) => `Sessions to come: ${coming.join(', ')}`,
      }),
    )
}

/** Its titles name people, so nothing of it is printed. */
function calendarIn(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw refused(`${path} cannot be read.`, 'Give the path of an .ics file.')
  }
}

function addSafetyPlanCommand(client: Command): void {
  client
    .command('safety-plan <client>')
    .description('save what was written in session (safety plan, cards, new dream); the client reads it as it stands')
    .option(
      '--file <path>',
      'YAML or JSON with signs, alone, company, helpers, professionals, means; card-one to card-three, new-dream',
    )
    .option('--remove <part...>', 'take these parts out')
    .option(...BY_FLAG)
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      '\nExample of the file:\n  helpers: Kim (sister) 0400 000 000\n  alone: A walk to the river\n\nA part that is not in the file stays as it is.',
    )
    .action((who: string, { json, file, ...asked }: Options & { readonly file?: string; readonly remove?: string[] }) =>
      show('people.safetyPlan', () => ({ ...asked, client: who, ...(file !== undefined && { parts: read(file) }) }), {
        json,
        words: () => 'Saved.',
      }),
    )
}

/** The client's own words: read here, and neither printed nor logged, not even in an error. */
function read(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'))
  } catch {
    throw refused(
      `${path} cannot be read as YAML or JSON. Write one part a line, such as \`helpers: Kim 0400 000 000\`.`,
    )
  }
}
