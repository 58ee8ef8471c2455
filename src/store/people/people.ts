import type { PeopleStore } from '../../ports/people.ts'
import type { PeopleContext } from './as-clinician.ts'
import { clientVerbs } from './clients.ts'
import { clinicVerbs } from './clinics.ts'
import { clinicianVerbs } from './clinicians.ts'
import { dischargeVerbs } from './discharge.ts'
import { flagVerbs } from './flags.ts'
import { handoverVerbs } from './handover.ts'
import { healthVerbs } from './health.ts'
import { imageryVerbs } from './imagery.ts'
import { pairingVerbs } from './pairing.ts'
import { planVerbs } from './plans.ts'
import { scriptVerbs } from './scripts.ts'
import { signatureVerbs } from './signatures.ts'

/** What clinicians and operators do, as these eyes may. */
export function createPeopleStore(context: PeopleContext): PeopleStore {
  return {
    ...clinicVerbs(context),
    ...clinicianVerbs(context),
    ...clientVerbs(context),
    ...pairingVerbs(context),
    ...flagVerbs(context),
    ...imageryVerbs(context),
    ...handoverVerbs(context),
    ...planVerbs(context),
    ...dischargeVerbs(context),
    ...scriptVerbs(context),
    ...signatureVerbs(context),
    ...healthVerbs(context),
  }
}
