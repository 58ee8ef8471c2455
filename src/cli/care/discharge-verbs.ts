import { z } from 'zod'
import { REMINDERS } from '../../care/schedule/reviewed.ts'
import type { ClientId } from '../../core/ids.ts'
import { ENDINGS } from '../../core/plan.ts'
import { localDay } from '../../rails/local-hours.ts'
import { By, personNamed, refused, verb, type CommandDeps, type Verb } from '../operate/verb.ts'
import { clientNamed } from './client-verbs.ts'

const Kind = z.enum(ENDINGS, `is no kind of ending; choose among ${ENDINGS.join(', ')}`).default('planned')

interface Ending {
  readonly client: ClientId
  readonly kind: string
  readonly on: string
  readonly by: string
}

/** A planned ending with its day: nothing ends yet, and reminders fade until then (care C27). */
async function endOn({ people, clinic, store }: CommandDeps, { client, kind, on, by }: Ending) {
  if (kind !== 'planned')
    throw refused('Only a planned ending has a day to come.', 'Leave out --on, or say --kind planned.')
  const now = await store.time()
  const plan = await people.savePlan(
    clinic(),
    client,
    (before) => {
      if (on < localDay(now, before.zone).toString())
        throw refused('That day is over.', 'Choose one to come, or leave out --on.')
      return { ...before, endsOn: on }
    },
    by,
  )
  if (!plan) throw refused('There is no such client.')
  return { client, state: 'ending', kind, on, fadesFromDays: REMINDERS.ending.days }
}

/** `client discharge`, `client readmit`. */
export function dischargeVerbs(deps: CommandDeps): Record<string, Verb> {
  const { people, clinic } = deps
  return {
    'people.discharge': verb(
      {
        client: z.string(),
        kind: Kind,
        on: z.iso.date('is no day; write it as 2027-01-31').optional(),
        showDuty: z.boolean().default(false),
        by: By,
      },
      async ({ client: who, kind, on, showDuty, by }) => {
        const client = await clientNamed(deps, who)
        if (on !== undefined) return endOn(deps, { client, kind, on, by: await personNamed(deps, by) })
        const afterDischarge = showDuty ? 'duty' : 'nobody'
        const done = await people.discharge({
          clinic: clinic(),
          client,
          afterDischarge,
          ended: kind,
          by: await personNamed(deps, by),
        })
        if (done === 'flag-open')
          throw refused(
            'A red or black flag of that client is open, so they are not discharged.',
            'Take it and close it first: holdfast flags.',
          )
        if (done !== 'discharged') throw refused('That client is discharged already.', 'See holdfast client list.')
        const settings = (await people.clinics()).find(({ id }) => id === clinic())?.settings
        return { client, state: 'discharged', kind, afterDischarge, phone: settings?.phone ?? null }
      },
    ),
    'people.readmit': verb({ client: z.string(), by: By }, async ({ client: who, by }) => {
      const client = await clientNamed(deps, who)
      const done = await people.readmit(clinic(), client, await personNamed(deps, by))
      if (done !== 'readmitted') throw refused('That client is not discharged.', 'See holdfast client list.')
      return { client, state: 'active' }
    }),
  }
}
