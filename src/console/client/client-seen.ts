import { ClientId } from '../../core/ids.ts'
import type { Plan } from '../../core/plan.ts'
import type { ClientFile } from '../../ports/console.ts'
import { idOf, NotFound, type Visit } from '../http/visit.ts'

/** The client of the address, once these eyes may see them. */
export async function clientSeen(visit: Visit): Promise<{ client: ClientId; plan: Plan }> {
  const client = idOf(ClientId, visit.param('client'))
  const plan = await visit.people.plan(visit.clinic, client)
  if (!plan) throw new NotFound()
  return { client, plan }
}

export async function fileOf(visit: Visit): Promise<ClientFile> {
  const file = await visit.reads.clientFile(visit.clinic, idOf(ClientId, visit.param('client')))
  if (!file) throw new NotFound()
  return file
}
