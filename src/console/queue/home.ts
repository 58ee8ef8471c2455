import { CLINICAL, go, type Answer, type Visit } from '../http/visit.ts'
import { queuePage } from './queue.ts'

/** Where one arrives: the queue, or for an admin, who sees no client, the clinic. */
export async function home(visit: Visit): Promise<Answer> {
  return CLINICAL.includes(visit.who.role) ? queuePage(visit) : go('/clinic')
}
