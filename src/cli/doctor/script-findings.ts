import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { ClinicId } from '../../core/ids.ts'
import type { CommandDeps } from '../operate/verb.ts'
import { bad, ok, warn, type Finding } from './finding.ts'

const SOURCE = fileURLToPath(new URL('../..', import.meta.url))
const Reviewed = z.object({ signedOffBy: z.string().nullable() })

/** Which scripts no client hears because nobody signed them. */
export async function scriptFindings({ library, people }: CommandDeps, clinic: ClinicId): Promise<Finding[]> {
  const signed = new Set((await people.signatures(clinic)).map(({ hash }) => hash))
  const all = await library.list()
  const unsigned = all.filter(({ hash }) => !signed.has(hash)).map(({ flow, lang }) => `${flow}/${lang}`)
  if (all.length === 0) return [bad('scripts', 'There is no flow.', 'Bring back the folder flows/.')]
  if (unsigned.length === 0) return [ok('scripts', `All ${all.length} scripts are signed.`)]
  return [
    bad(
      'scripts',
      `Not signed, so no client hears them: ${unsigned.join(', ')}.`,
      'A clinician reads them, then: holdfast sign FLOW --by NAME.',
    ),
  ]
}

/** Word lists, limits and times that no clinician has signed: the program runs on them all the same, and says so. */
export function draftFindings(): Finding[] {
  const files = globSync('**/reviewed/**/*.json', { cwd: SOURCE }).sort()
  const drafts = files.filter((file) => {
    const read = Reviewed.safeParse(JSON.parse(readFileSync(join(SOURCE, file), 'utf8')))
    return read.success && read.data.signedOffBy === null
  })
  if (drafts.length === 0) return [ok('drafts', 'Every list of words, limits and times is signed.')]
  return [
    warn(
      'drafts',
      `${drafts.length} lists of words, limits and times are drafts that no clinician has signed: ${drafts.map(nameOf).join(', ')}.`,
      'A clinician reads each file and puts their name in signedOffBy.',
    ),
  ]
}

const nameOf = (file: string) =>
  file
    .replaceAll('\\', '/')
    .replace('reviewed/', '')
    .replace(/\.json$/, '')
