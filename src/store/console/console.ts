import type { ConsoleStore } from '../../ports/console.ts'
import type { PeopleContext } from '../people/as-clinician.ts'
import { auditVerbs } from './audit.ts'
import { clientFileVerbs } from './client-file.ts'
import { conversationVerbs } from './conversation.ts'
import { keepsakeVerbs } from './keepsakes.ts'
import { openingVerbs } from './openings.ts'
import { queueVerbs } from './queue.ts'
import { spokenVerbs } from './spoken.ts'

/** What the console reads, through one clinician's eyes. */
export function createConsoleStore(context: PeopleContext): ConsoleStore {
  return {
    ...queueVerbs(context),
    ...conversationVerbs(context),
    ...spokenVerbs(context),
    ...clientFileVerbs(context),
    ...keepsakeVerbs(context),
    ...openingVerbs(context),
    ...auditVerbs(context),
  }
}
