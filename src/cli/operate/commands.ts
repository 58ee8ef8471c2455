import { clientVerbs } from '../care/client-verbs.ts'
import { clinicVerbs } from '../care/clinic-verbs.ts'
import { clinicianVerbs } from '../care/clinician-verbs.ts'
import { dischargeVerbs } from '../care/discharge-verbs.ts'
import { flagVerbs } from '../care/flag-verbs.ts'
import { handoverVerbs } from '../care/handover-verbs.ts'
import { imageryVerbs } from '../care/imagery-verbs.ts'
import { linkVerbs } from '../care/link-verbs.ts'
import { planVerbs } from '../care/plan-verbs.ts'
import { auditorVerb } from '../duty/auditor-verb.ts'
import { budgetVerb } from '../duty/budget-verb.ts'
import { coverVerbs } from '../duty/cover-verbs.ts'
import { leaveVerbs } from '../duty/leave-verbs.ts'
import { reachVerbs } from '../duty/reach-verbs.ts'
import { routeVerb } from '../duty/route-verb.ts'
import { assignVerbs } from '../homework/assign-verbs.ts'
import { calendarVerb } from '../homework/calendar-verb.ts'
import { measureVerbs } from '../homework/measure-verbs.ts'
import { keysVerbs } from '../records/keys-verbs.ts'
import { recordsVerbs } from '../records/records-verbs.ts'
import { readinessVerbs } from '../homework/readiness-verbs.ts'
import { recordingVerbs } from '../homework/recording-verbs.ts'
import { directoryVerbs } from './directory-verbs.ts'
import { examine } from '../doctor/doctor.ts'
import { scriptVerbs } from './script-verbs.ts'
import { verb, type CommandDeps, type Verb } from './verb.ts'

export type { CommandDeps, MachineFacts, NoticeAddress, PublishedScript, ScriptShelf, Verb } from './verb.ts'

/** Every command that needs data, by the name under which a running server answers it. */
export function commandTable(deps: CommandDeps): Record<string, Verb> {
  return {
    ...clientVerbs(deps),
    ...clinicVerbs(deps),
    ...clinicianVerbs(deps),
    ...linkVerbs(deps),
    ...flagVerbs(deps),
    ...imageryVerbs(deps),
    ...handoverVerbs(deps),
    ...planVerbs(deps),
    ...dischargeVerbs(deps),
    ...assignVerbs(deps),
    ...measureVerbs(deps),
    ...calendarVerb(deps),
    ...recordsVerbs(deps),
    ...keysVerbs(deps),
    ...readinessVerbs(deps),
    ...recordingVerbs(deps),
    ...scriptVerbs(deps),
    ...directoryVerbs(deps),
    ...coverVerbs(deps),
    ...leaveVerbs(deps),
    ...routeVerb(deps),
    ...reachVerbs(deps),
    ...budgetVerb(deps),
    ...auditorVerb(deps),
    'people.doctor': verb({}, () => examine(deps)),
  }
}
