import type { ClinicId } from '../../core/ids.ts'
import type { ClinicSettings } from '../../core/plan.ts'
import { linesOpen } from '../../care/lines-open.ts'
import { lookAhead } from '../../care/look-ahead.ts'
import { numbersOf, rowsToCheck } from '../../rails/directory-standing.ts'
import type { CommandDeps } from '../operate/verb.ts'
import { bad, ok, warn, type Finding } from './finding.ts'

/** The numbers of the countries that the clinic's clients live in. */
export async function directoryFindings(
  deps: CommandDeps,
  clinic: ClinicId,
  settings: ClinicSettings,
): Promise<Finding[]> {
  const lived = await deps.duty.clientCountries(clinic)
  const asked = { today: deps.world.now(), confirmed: settings.confirmedNumbers, countries: lived }
  const [expired, unverified] = [rowsToCheck('expired', asked), rowsToCheck('unverified', asked)]
  return [
    expired.length > 0
      ? bad(
          'directory',
          `Crisis numbers past their date, shown to clients all the same: ${numbersOf(expired)}.`,
          'Ring or read each, then: holdfast directory confirm COUNTRY NUMBER --by NAME.',
        )
      : ok('directory', 'No crisis number of a client is past its date.'),
    ...(unverified.length > 0
      ? [
          warn(
            'numbers',
            `Crisis numbers of clients that nobody verified: ${numbersOf(unverified)}.`,
            'Ring or read each, then: holdfast directory confirm COUNTRY NUMBER --by NAME.',
          ),
        ]
      : []),
    ...lineFindings(lived, settings, deps.world.now()),
  ]
}

/** In hours that nobody of the clinic covers, a line of the client's country must answer (care C1). */
function lineFindings(countries: readonly string[], settings: ClinicSettings, now: Date): Finding[] {
  const { closed } = lookAhead(settings, [], now)
  if (closed.length === 0) return []
  const said = (what: ReturnType<typeof linesOpen>) =>
    countries.filter((one) => linesOpen(one, closed) === what).join(', ')
  const [open, shut, unknown] = [said('open'), said('shut'), said('unknown')]
  return [
    ...(shut === '' ? [] : [bad('line-hours', `In uncovered hours no crisis line answers throughout: ${shut}.`, CURE)]),
    ...(unknown === ''
      ? []
      : [warn('line-hours', `Whether a crisis line answers in uncovered hours is not known: ${unknown}.`, CURE)]),
    ...(open === '' ? [] : [ok('line-hours', `In every uncovered hour a crisis line answers: ${open}.`)]),
  ]
}

const CURE =
  'Find out each line’s hours at its source and write them as "open" in src/rails/reviewed/crisis-directory, or cover those hours.'
