import { ClientId } from '../../core/ids.ts'
import { go, idOf, NotFound, Refused, type Answer, type Visit } from '../http/visit.ts'

/* What a clinician decides about a running conversation. Each goes back to it. */

const whoseOf = (visit: Visit) => ({
  clinic: visit.clinic,
  client: idOf(ClientId, visit.param('client')),
  by: visit.who.clinician,
})

const back = ({ client }: { client: ClientId }): Answer => go(`/clients/${client}/conversation`)

export async function takeConversation(visit: Visit): Promise<Answer> {
  const whose = whoseOf(visit)
  const done = await visit.people.takeConversation(whose)
  if (done === 'unknown') throw new NotFound()
  if (done === 'taken') throw new Refused('Another clinician has this conversation. They give it back first.')
  return back(whose)
}

export async function giveBack(visit: Visit): Promise<Answer> {
  const whose = whoseOf(visit)
  if ((await visit.people.giveBackConversation(whose)) === 'unknown') throw new NotFound()
  return back(whose)
}

/** With the reason that the record keeps; only for a client whom these eyes see. */
async function decided(visit: Visit) {
  const whose = whoseOf(visit)
  if (!(await visit.people.plan(visit.clinic, whose.client))) throw new NotFound()
  return { ...whose, reason: visit.form.get('reason').slice(0, 500) }
}

async function withReason(visit: Visit) {
  const change = await decided(visit)
  if (change.reason.length < 3) throw new Refused('Please say why, in a few words.')
  return change
}

export async function lowerLatch(visit: Visit): Promise<Answer> {
  const change = await withReason(visit)
  if ((await visit.people.lowerLatch(change)) === 'not-raised') throw new Refused('Imagery is open already.')
  return back(change)
}

export async function raiseLatch(visit: Visit): Promise<Answer> {
  const change = await withReason(visit)
  if ((await visit.people.raiseLatch(change)) === 'already') throw new Refused('Imagery is closed already.')
  return back(change)
}

export async function endPause(visit: Visit): Promise<Answer> {
  const change = await decided(visit)
  await visit.people.endPause(change)
  return back(change)
}
