import type { Command } from 'commander'
import type { Readiness } from '../../core/plan.ts'
import type { MayStart } from '../../rails/permission/may-start.ts'
import type { ReadinessStanding } from '../../rails/permission/readiness.ts'
import { show } from '../operate/run.ts'

const JSON_FLAG = ['--json', 'print JSON for programs'] as const
const SIGNED_BY = ['--by <person>', 'who signs: a name or a clinician id'] as const

interface Options {
  readonly json?: boolean
  readonly by?: string
  readonly withdraw?: boolean
}

/** What is signed before a client practises without their therapist. */
export function addReadinessCommands(program: Command): void {
  const readiness = program.command('readiness').description('what must be settled before an amber practice')
  readiness
    .command('items')
    .description('the items to answer, and what speaks against it')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast readiness items')
    .action(({ json }: Options) => show('care.readinessItems', {}, { json, words: itemWords }))
  readiness
    .command('sign <client>')
    .description('answer every item and sign; it expires by itself, and something against it closes amber practices')
    .option('--yes <item...>', 'settled')
    .option('--no <item...>', 'not settled')
    .option('--not-yet <item...>', 'not settled yet')
    .option('--against <item...>', 'what speaks against imagery without the therapist')
    .option('--complex-trauma', 'setting aside is practised before anything amber')
    .option('--until <day>', 'the last day on which it holds')
    .requiredOption(...SIGNED_BY)
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      '\nExample:\n  holdfast readiness sign K7QM --yes consent place soothing … --not-yet stable --by "Robin Reed"',
    )
    .action((client: string, { json, ...asked }: Options) =>
      show('care.signReadiness', { ...asked, client }, { json, words: standingWords }),
    )
  readiness
    .command('show <client>')
    .description('what is signed, and which practices may start')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast readiness show K7QM')
    .action((client: string, { json }: Options) => show('care.readiness', { client }, { json, words: standingWords }))
  addFirstTimes(program)
}

function addFirstTimes(program: Command): void {
  const plan = program.command('plan').description('who is there when a client does a practice for the first time')
  plan
    .command('alone <client> <flow...>')
    .description('the client may do these practices alone the first time too')
    .option('--withdraw', 'take it back')
    .requiredOption(...SIGNED_BY)
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast plan alone K7QM safe-place-rehearsal container --by "Robin Reed"')
    .action((client: string, flows: string[], { json, ...asked }: Options) =>
      show('care.alone', { ...asked, client, flows }, { json, words: standingWords }),
    )
  plan
    .command('together <client> <flow>')
    .description('open a practice now, because you are with the client; it closes again by itself')
    .requiredOption(...SIGNED_BY)
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast plan together K7QM safe-place-rehearsal --by "Robin Reed"')
    .action((client: string, flow: string, { json, by }: Options) =>
      show('care.together', { client, flow, by }, { json, words: standingWords }),
    )
}

interface Items {
  readonly items: readonly { id: string; asks: string }[]
  readonly against: readonly { id: string; says: string }[]
}

const itemWords = ({ items, against }: Items): string =>
  [
    'To be answered:',
    ...items.map(({ id, asks }) => `  ${id}  ${asks}`),
    'Against it:',
    ...against.map(({ id, says }) => `  ${id}  ${says}`),
  ].join('\n')

interface Shown {
  readonly standing: ReadinessStanding
  readonly readiness: Readiness | null
  readonly signedBy: string | null
  readonly practices: readonly { flow: string; mayStart: MayStart }[]
}

const STANDING: Readonly<Record<ReadinessStanding, string>> = {
  ready: 'Ready.',
  'not-signed': 'Nothing is signed: no amber practice opens.',
  expired: 'Expired: no amber practice opens until it is signed anew.',
  'not-yet': 'Not every item is settled: no amber practice opens.',
  against: 'Something speaks against it: no amber practice opens.',
}

const MAY_START: Readonly<Record<MayStart, string>> = {
  yes: 'may start',
  'not-in-plan': 'not in the plan',
  'review-overdue': 'rests: the review of the plan is overdue',
  'not-ready': 'rests: readiness is not signed, not settled or expired',
  against: 'rests: something speaks against it',
  'container-first': 'rests until container was practised',
  'not-together': 'the first time is together: holdfast plan together, or holdfast plan alone',
}

function standingWords({ standing, readiness, signedBy, practices }: Shown): string {
  const until = readiness === null ? [] : [`Signed by ${signedBy}, until ${readiness.until}.`]
  return [STANDING[standing], ...until, ...practices.map((one) => `  ${one.flow}  ${MAY_START[one.mayStart]}`)].join(
    '\n',
  )
}
