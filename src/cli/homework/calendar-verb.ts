import { z } from 'zod'
import type { Plan } from '../../core/plan.ts'
import { sessionsFrom } from '../../care/schedule/sessions.ts'
import { clientNamed } from '../care/client-verbs.ts'
import { By, personNamed, refused, verb, type CommandDeps, type Verb } from '../operate/verb.ts'

const Asked = {
  client: z.string(),
  calendar: z.string().max(2_000_000, 'is longer than two million characters; save the clinic part of it only'),
  match: z.string().trim().min(2).max(80).optional(),
  by: By,
}

/** `client calendar`: session dates out of a calendar, read only (care C28). */
export function calendarVerb(deps: CommandDeps): Record<string, Verb> {
  const { people, clinic } = deps
  return {
    'care.readCalendar': verb(Asked, async ({ client: who, calendar, match, by }) => {
      const client = await clientNamed(deps, who)
      const known = (await people.clients(clinic())).find(({ id }) => id === client)
      const now = await deps.store.time()
      const asked = { calendar, match: match ?? known?.pseudonym ?? '', now }
      const stored = await people.plan(clinic(), client)
      if (!stored) throw refused('There is no such client.')
      // Looked at before the change is under the client's lock, so that what is wrong is told and not an accident of the store.
      wordsOf(() => sessionsFrom(stored, asked))
      const change = (before: Plan): Plan => ({ ...before, sessions: sessionsFrom(before, asked) })
      const plan = await people.savePlan(clinic(), client, change, await personNamed(deps, by))
      return { client, coming: (plan?.sessions ?? []).filter((at) => Date.parse(at) >= now.getTime()) }
    }),
  }
}

function wordsOf(read: () => unknown): void {
  try {
    read()
  } catch (error) {
    if (error instanceof RangeError) throw refused(error.message)
    throw error
  }
}
