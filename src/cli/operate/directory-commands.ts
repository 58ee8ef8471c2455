import type { Command } from 'commander'
import { show } from './run.ts'

const JSON_FLAG = ['--json', 'print JSON for programs'] as const

interface Options {
  readonly json?: boolean
  readonly by?: string
}

/** Whom clients can reach in the worst hour, and who checked it: `directory`. */
export function addDirectoryCommands(program: Command): void {
  const directory = program.command('directory').description('the crisis numbers of each country, and who checked them')
  directory
    .command('list [country]')
    .description('numbers, where each comes from, when it was verified and until when that counts')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast directory list NO')
    .action((country: string | undefined, { json }: Options) =>
      show('people.directory', { ...(country !== undefined && { country }) }, { json, words: rowWords }),
    )
  directory
    .command('confirm <country> <number>')
    .description('say that you rang the number or read it on the page of its service; counts 180 days')
    .requiredOption('--by <person>', 'who rang or read it')
    .option('--on <day>', 'when, if not today: 2026-11-24')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast directory confirm NO "116 123" --by "Robin Reed"')
    .action((country: string, number: string, { json, ...asked }: Options) =>
      show('people.confirmNumber', { ...asked, country, number }, { json, words: confirmedWords }),
    )
  directory
    .command('ages')
    .description(
      'the youngest age on each platform by its terms; with --confirm, that you read the terms and they are right',
    )
    .option('--confirm', 'you read them')
    .option('--by <person>', 'who read them')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast directory ages --confirm --by "Robin Reed"')
    .action(({ json, ...asked }: Options) => show('people.channelAges', asked, { json, words: agesWords }))
  directory
    .command('phone <number>')
    .description("the clinic's own number, for clients who were discharged")
    .requiredOption('--by <person>', 'who says so')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast directory phone "02 5550 0100" --by "Robin Reed"')
    .action((phone: string, { json, ...asked }: Options) =>
      show('people.clinicPhone', { ...asked, phone }, { json, words: () => 'Saved.' }),
    )
}

interface Row {
  readonly country: string
  readonly kind: string
  readonly name: string
  readonly number: string
  readonly hours: string
  readonly ages?: { readonly from: number; readonly to: number }
  readonly mark: string
  readonly source: string
  readonly state: 'verified' | 'unverified' | 'expired'
  readonly verifiedOn: string | null
  readonly expiresOn: string | null
}

interface AgesAnswer {
  readonly ages: readonly { readonly channel: string; readonly country: string | null; readonly age: number }[]
  readonly confirmed: { readonly by: string; readonly on: string } | null
}

function agesWords({ ages, confirmed }: AgesAnswer): string {
  const standing = confirmed
    ? `Confirmed by ${confirmed.by} on ${confirmed.on}.`
    : "NEVER CONFIRMED. Read the platforms' terms, then: holdfast directory ages --confirm --by NAME."
  return [...ages.map(({ channel, country, age }) => `${channel}  ${country ?? 'everywhere'}  ${age}`), standing].join(
    '\n',
  )
}

function rowWords(all: readonly Row[]): string {
  return all
    .map(({ country, kind, name, number, hours, ages, mark, source, ...at }) => {
      const whom = ages ? `, ${ages.from} to ${ages.to} years` : ''
      return `${country}  ${kind.padEnd(9)}  ${name === number ? number : `${name} ${number}`} (${hours}${whom})\n    mark ${mark}, ${source}; ${standingWords(at)}`
    })
    .join('\n')
}

function standingWords({ state, verifiedOn, expiresOn }: Pick<Row, 'state' | 'verifiedOn' | 'expiresOn'>): string {
  if (state === 'unverified') return 'NEVER VERIFIED'
  return `verified on ${verifiedOn}, ${state === 'expired' ? 'EXPIRED on' : 'expires on'} ${expiresOn}`
}

function confirmedWords({ country, number, on, by }: { country: string; number: string; on: string; by: string }) {
  return `${country} ${number}: confirmed by ${by} on ${on}.`
}
