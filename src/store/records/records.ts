import type { RecordsStore } from '../../ports/people.ts'
import type { PeopleContext } from '../people/as-clinician.ts'
import { eraseVerbs } from './erase.ts'
import { exportVerb } from './export.ts'

export function createRecordsStore(context: PeopleContext): RecordsStore {
  return { ...exportVerb(context), ...eraseVerbs(context) }
}
