import type { CareStore } from '../../ports/care.ts'
import type { PeopleContext } from '../people/as-clinician.ts'
import { measureVerbs } from './measures.ts'
import { promptVerbs } from './prompts.ts'
import { recordingDraftVerbs } from './recording-drafts.ts'
import { recordingVerbs } from './recordings.ts'

/** What clinicians see of the homework, as these eyes may. */
export function createCareStore(context: PeopleContext): CareStore {
  return {
    ...promptVerbs(context),
    ...measureVerbs(context),
    ...recordingVerbs(context),
    ...recordingDraftVerbs(context),
  }
}
