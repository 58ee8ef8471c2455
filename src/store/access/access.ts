import type { AccessStore } from '../../ports/access.ts'
import type { PeopleContext } from '../people/as-clinician.ts'
import { accountVerbs, secretVerbs } from './accounts.ts'
import { attemptVerbs } from './attempts.ts'
import { invitationVerbs } from './invitations.ts'
import { sessionVerbs } from './sessions.ts'

/** Signing in, for whoever is not known yet: with the operator's eyes. */
export function createAccessStore(context: PeopleContext): AccessStore {
  return {
    ...invitationVerbs(context),
    ...attemptVerbs(context),
    ...accountVerbs(context),
    ...secretVerbs(context),
    ...sessionVerbs(context),
  }
}
