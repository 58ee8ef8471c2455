import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { Score } from '../../care/measures/score.ts'
import { refused } from '../operate/verb.ts'
import { show } from '../operate/run.ts'

const JSON_FLAG = ['--json', 'print JSON for programs'] as const

interface Options {
  readonly json?: boolean
  readonly by?: string
}

/** Questionnaires: filled in with the therapist, or by chat. */
export function addMeasureCommands(program: Command): void {
  const measure = program.command('measure').description('questionnaires: PHQ-9, GAD-7, PCL-5, WHO-5, CORE-10, YP-CORE')
  measure
    .command('record <client> <instrument>')
    .description('keep the answers of a session, sealed, and score them as published')
    .requiredOption('--answers <numbers>', 'one for each item, in order: 0,1,3,…')
    .option('--by <person>', 'who does it: a name or a clinician id (default: operator)')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast measure record K7QM GAD-7 --answers 1,1,2,0,0,1,0')
    .action((client: string, instrument: string, { json, ...asked }: Options) =>
      show('care.recordMeasure', { ...asked, client, instrument }, { json, words: scoreWords }),
    )
  measure
    .command('review <client>')
    .description(
      'say that you have looked at what the client filled in; answers no higher join the round for four weeks',
    )
    .option('--by <person>', 'who looked: a name or a clinician id (default: operator)')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast measure review K7QM --by "Robin Reed"')
    .action((client: string, { json, by }: Options) =>
      show(
        'care.reviewMeasures',
        { client, by },
        { json, words: ({ reviewed }: { reviewed: number }) => `${reviewed} marked as looked at.` },
      ),
    )
  measure
    .command('import <file>')
    .description('the words of a licensed questionnaire, as JSON; whoever imports them signs them')
    .requiredOption('--by <person>', 'who signs: a name or a clinician id')
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      '\nExample of the file:\n  {"instrument": "WHO-5", "licence": "whose", "stem": "…", "items": ["…"], "options": ["worth 0", "worth 1"]}\nWith "lang": "es" it is the official form in Spanish, of any questionnaire.\n\nExample:\n  holdfast measure import who-5.json --by "Robin Reed"',
    )
    .action((file: string, { json, by }: Options) =>
      show('care.importMeasure', () => ({ file: read(file), by }), {
        json,
        words: ({ instrument }: { instrument: string }) => `${instrument} is here, and can be assigned.`,
      }),
    )
  addMemoryCommands(measure)
  measure
    .command('list <client>')
    .description('the scores over time, each change as a band')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast measure list K7QM')
    .action((client: string, { json }: Options) => show('care.measures', { client }, { json, words: listWords }))
}

/** What was rated in session: numbers only. */
function addMemoryCommands(measure: Command): void {
  measure
    .command('memory <client>')
    .description('keep how a memory was rated in session, 0 to 10; no word about the memory itself')
    .requiredOption('--attachment <n>', 'attachment to it')
    .requiredOption('--intensity <n>', 'how intense it is')
    .requiredOption('--fright <n>', 'how frightening it is')
    .option('--on <day>', 'the day of the session: 2027-01-31 (default: today)')
    .option('--by <person>', 'who does it: a name or a clinician id (default: operator)')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast measure memory K7QM --attachment 7 --intensity 8 --fright 6')
    .action((client: string, { json, ...asked }: Options) =>
      show('care.rateMemory', { ...asked, client }, { json, words: ({ on }: { on: string }) => `Kept for ${on}.` }),
    )
  measure
    .command('memories <client>')
    .description('how a memory was rated in session, over time')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast measure memories K7QM')
    .action((client: string, { json }: Options) =>
      show('care.memoryRatings', { client }, { json, words: memoriesWords }),
    )
}

function read(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    throw refused(`${path} cannot be read as JSON.`, 'See the example: holdfast measure import --help.')
  }
}

function scoreWords({ instrument, total, most, band, risk, provisional }: Score & { instrument: string }): string {
  const rule = provisional === null ? '' : `\nProvisional rule: ${provisional ? 'met' : 'not met'}.`
  const ask = risk ? `\nThe risk item was answered with ${risk}. Ask directly before the session ends.` : ''
  return `${instrument}: ${total} of ${most}, ${band}.${rule}${ask}`
}

interface Listed {
  readonly measures: readonly (Score & {
    instrument: string
    takenAt: string
    by: string
    reviewedBy: string | null
    sinceFirst: string | null
  })[]
}

function listWords({ measures }: Listed): string {
  if (measures.length === 0) return 'None recorded.'
  return measures
    .map(({ instrument, takenAt, total, most, band, by, reviewedBy, sinceFirst }) => {
      const change = sinceFirst === null ? '' : `  since the first: ${sinceFirst}`
      return `${takenAt.slice(0, 10)}  ${instrument}  ${total} of ${most}  ${band}${change}${by === 'client' ? '  by chat' : ''}${reviewedBy === null ? ', not looked at yet' : ''}`
    })
    .join('\n')
}

interface Memories {
  readonly ratings: readonly { takenAt: string; attachment: number; intensity: number; fright: number }[]
}

function memoriesWords({ ratings }: Memories): string {
  if (ratings.length === 0) return 'None recorded.'
  return ratings
    .map(({ takenAt, attachment, intensity, fright }) =>
      [takenAt.slice(0, 10), `attachment ${attachment}`, `intensity ${intensity}`, `fright ${fright}`].join('  '),
    )
    .join('\n')
}
