import type { Command } from 'commander'
import type { Score } from '../../care/measures/score.ts'
import { show } from '../operate/run.ts'

const JSON_FLAG = ['--json', 'print JSON for programs'] as const

interface Options {
  readonly json?: boolean
  readonly by?: string
}

/** Questionnaires that were filled in with the therapist. */
export function addMeasureCommands(program: Command): void {
  const measure = program.command('measure').description('questionnaires: PHQ-9, GAD-7, PCL-5')
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
    .command('list <client>')
    .description('the scores over time, each change as a band')
    .option(...JSON_FLAG)
    .addHelpText('after', '\nExample:\n  holdfast measure list K7QM')
    .action((client: string, { json }: Options) => show('care.measures', { client }, { json, words: listWords }))
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
