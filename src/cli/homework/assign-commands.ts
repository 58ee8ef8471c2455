import type { Command } from 'commander'
import type { PromptRow } from '../../ports/care.ts'
import type { Assignment } from '../../core/plan.ts'
import { show } from '../operate/run.ts'

const JSON_FLAG = ['--json', 'print JSON for programs'] as const
const BY_FLAG = ['--by <person>', 'who does it: a name or a clinician id (default: operator)'] as const

interface Options {
  readonly json?: boolean
  readonly by?: string
}

/** Flows on a schedule, and the reminders of them. */
export function addAssignCommands(program: Command): void {
  const assign = program
    .command('assign <client> <flow>')
    .description('put a flow on a schedule; the client is reminded at most once a day, and once more if it suits')
    .option('--at <clock>', "time on the client's clock: 18:30")
    .option('--days <days>', 'such as Mon,Wed,Fri (default: every day)')
    .option('--rrule <rule>', 'RFC 5545 instead: FREQ, INTERVAL, BYDAY, BYHOUR, BYMINUTE, COUNT, UNTIL')
    .option('--programme', 'the check-in of a day programme: from --at to --until, and a missed one is told')
    .option('--until <clock>', 'when a day programme closes: 15:00')
    .option('--replaces <id>', 'change the day programme of that id: its new times and days')
    .option('--window <minutes>', 'after so long a reminder is not worth sending any more (default: 90)')
    .option(...BY_FLAG)
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      '\nExamples:\n  holdfast assign K7QM safe-place-rehearsal --at 18:30 --days Mon,Wed,Fri\n  holdfast assign K7QM check-in --programme --at 09:00 --until 15:00 --days Mon,Tue,Thu\n  holdfast assign K7QM check-in --programme --at 10:00 --until 16:00 --replaces a1\n  holdfast assign K7QM weekly-review --rrule "FREQ=WEEKLY;BYDAY=SU;BYHOUR=11"',
    )
    .action((client: string, flow: string, { json, ...asked }: Options) =>
      show('care.assign', { ...asked, client, flow }, { json, words: madeWords }),
    )
  assign
    .command('list <client>')
    .description('what is assigned, and what became of the last reminders')
    .addHelpText('after', '\nExample:\n  holdfast assign list K7QM --json')
    .action((client: string, _none: Options, command: Command) =>
      show('care.assignments', { client }, { json: command.optsWithGlobals<Options>().json, words: listWords }),
    )
  const ONE = [
    ['pause', 'care.pauseAssignment', 'no reminders of it until it is resumed', 'Paused.'],
    ['resume', 'care.resumeAssignment', 'go on with it', 'It goes on from its next time.'],
    ['end', 'care.endAssignment', 'take it off the plan; what was sent stays on record', 'Ended.'],
  ] as const
  for (const [name, verb, description, done] of ONE)
    assign
      .command(`${name} <client> <id>`)
      .description(description)
      .addHelpText('after', `\nExample:\n  holdfast assign ${name} K7QM a1`)
      .action((client: string, id: string, _none: Options, command: Command) => {
        const { json, by } = command.optsWithGlobals<Options>()
        return show(verb, { client, id, by }, { json, words: () => done })
      })
  assign
    .command('words <client> <words>')
    .description('what a reminder says, chosen with the client; it is read on lock screens')
    .addHelpText('after', '\nExample:\n  holdfast assign words K7QM "Tea time"')
    .action((client: string, words: string, _none: Options, command: Command) => {
      const { json, by } = command.optsWithGlobals<Options>()
      return show('care.reminderWords', { client, words, by }, { json, words: () => 'Saved.' })
    })
  assign
    .command('sessions <client> <state>')
    .description('on or off: whether the flows around a session are offered on their days')
    .addHelpText('after', '\nExample:\n  holdfast assign sessions K7QM off')
    .action((client: string, state: string, _none: Options, command: Command) => {
      const { json, by } = command.optsWithGlobals<Options>()
      return show('care.sessionReminders', { client, state, by }, { json, words: () => 'Saved.' })
    })
}

type Shown = Assignment & { readonly next: string | null; readonly zone: string }

const madeWords = ({ id, flow, next, zone }: Shown) => `${id} is made: ${flow}, first at ${localTime(next, zone)}.`

interface Listed {
  readonly zone: string
  readonly assignments: readonly Omit<Shown, 'zone'>[]
  readonly reminders: readonly (Omit<PromptRow, 'intended'> & { readonly intended: string })[]
}

function listWords({ zone, assignments, reminders }: Listed): string {
  const plans = assignments.map(
    ({ id, flow, rule, windowMinutes, paused, programme, next }) =>
      `${id}  ${flow}${programme ? ' (day programme)' : ''}  ${rule}  window ${windowMinutes} min  ${paused ? 'paused' : `next ${localTime(next, zone)}`}`,
  )
  const told = reminders.map(({ intended, flow, nudge, sent, answer, late, whyNot }) => {
    const fate = sent === null ? `not sent: ${whyNot}` : `sent, ${answer === null ? 'no answer' : answer}`
    return `${localTime(intended, zone)}  ${flow}${nudge ? ' (once more)' : ''}  ${fate}${late ? ', late' : ''}`
  })
  return [...(plans.length > 0 ? plans : ['Nothing is assigned.']), ...(told.length > 0 ? ['', ...told] : [])].join(
    '\n',
  )
}

/** On the client's clock. */
function localTime(instant: string | null, zone: string): string {
  if (instant === null) return 'never'
  const local = Temporal.Instant.from(new Date(instant).toISOString()).toZonedDateTimeISO(zone)
  return `${local.toPlainDate().toString()} ${local.toPlainTime().toString().slice(0, 5)}`
}
