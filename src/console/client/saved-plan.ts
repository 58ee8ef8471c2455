import { Plan } from '../../core/plan.ts'
import { go, NotFound, Refused, type Answer, type Visit } from '../http/visit.ts'
import { clientSeen } from './client-seen.ts'

/** Changes a plan. @throws Refused in words for whoever filled in the form. */
export async function savedPlan(visit: Visit, change: (plan: Plan) => Plan): Promise<Answer> {
  const { client, plan } = await clientSeen(visit)
  const checked = (before: Plan) => {
    const read = Plan.safeParse(change(before))
    if (read.success) return read.data
    throw new Refused(read.error.issues.map(({ path, message }) => `${path.join(' ')} ${message}`).join('. '))
  }
  // Looked at before the change is under the client's lock, so that what is wrong is told and not an accident of the store.
  checked(plan)
  if (!(await visit.people.savePlan(visit.clinic, client, checked, visit.who.clinician))) throw new NotFound()
  return go(`/clients/${client}`)
}
