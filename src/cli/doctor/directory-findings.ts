import type { ClinicId } from '../../core/ids.ts'
import type { ClinicSettings } from '../../core/plan.ts'
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
  ]
}
