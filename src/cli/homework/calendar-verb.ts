import { z } from 'zod'
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
      try {
        const plan = await people.savePlan(
          clinic(),
          client,
          (before) => ({ ...before, sessions: sessionsFrom(before, asked) }),
          await personNamed(deps, by),
        )
        if (!plan) throw refused('There is no such client.')
        return { client, coming: (plan.sessions ?? []).filter((at) => Date.parse(at) >= now.getTime()) }
      } catch (error) {
        if (error instanceof RangeError) throw refused(error.message)
        throw error
      }
    }),
  }
}
