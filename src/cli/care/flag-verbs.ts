import { z } from 'zod'
import { FlagId } from '../../core/ids.ts'
import { OUTCOMES, type Outcome } from '../../core/duty.ts'
import type { ClinicSettings } from '../../core/plan.ts'
import { amberDeadline } from '../../care/amber.ts'
import type { FlagRow } from '../../ports/people.ts'
import { settingsOf } from '../duty/settings.ts'
import { By, personNamed, refused, verb, type CommandDeps, type Verb } from '../operate/verb.ts'

const unknownFlag = () => refused('There is no open flag of that id.', 'See holdfast flags.')
export const Words = z.string().trim().min(1, 'is empty; say it in a few words').max(2_000)

/** `flags`, `flags take`, `flags close`. */
export function flagVerbs(deps: CommandDeps): Record<string, Verb> {
  const { people, clinic } = deps
  return {
    'people.flags': verb({ all: z.boolean().default(false) }, async ({ all }) => {
      const rows = await people.flags(clinic())
      const settings = await settingsOf(deps)
      return rows.filter(({ state }) => all || state !== 'closed').map((row) => shown(row, settings))
    }),
    'people.takeFlag': verb({ flag: FlagId, by: By }, async ({ flag, by }) => {
      const outcome = await people.takeFlag(clinic(), flag, await personNamed(deps, by))
      if (outcome === 'taken') return { flag, state: 'taken' }
      throw outcome === 'already'
        ? refused('Somebody has taken that flag already.', 'See holdfast flags.')
        : unknownFlag()
    }),
    'people.closeFlag': verb({ flag: FlagId, outcome: Words, by: By }, async ({ flag, outcome, by }) => {
      const done = await people.closeFlag(clinic(), flag, outcomeIn(outcome), await personNamed(deps, by))
      if (done === 'closed') return { flag, state: 'closed' }
      if (done === 'passed') return { flag, state: 'open' }
      if (done !== 'unacknowledged') throw unknownFlag()
      throw refused(
        'Nobody has taken that flag yet, and a red or black one is closed by a person who did.',
        'Cure: holdfast flags take, then close it.',
      )
    }),
  }
}

/** `called`, or `called: what was said`. No concern says why (care C24). */
function outcomeIn(text: string): Outcome {
  const kind = OUTCOMES.find((one) => new RegExp(`^${one.replaceAll('-', '[- ]')}(?![\\w-])`, 'i').test(text))
  if (kind === undefined) {
    throw refused(
      `An outcome begins with one of: ${OUTCOMES.join(', ')}. Words follow after a colon: "called: safe at home".`,
    )
  }
  const words = text.slice(kind.length).replace(/^[\s.:,;]+/, '')
  if (kind === 'no-concern' && words === '')
    throw refused('No concern says why.', 'Cure: --outcome "no-concern: tapped by mistake".')
  return { kind, words: words === '' ? null : words }
}

/** The machine contract of `flags --json` (design 11), and what a person at the terminal needs beside it. */
function shown(row: FlagRow, settings: ClinicSettings) {
  const { id, client, pseudonym, level, reasons, state, takenBy } = row
  const deadline = amberDeadline(row, settings)?.toISOString() ?? null
  return { id, client, level, reasons, state, pseudonym, takenBy, deadline }
}
