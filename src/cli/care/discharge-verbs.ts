import { z } from 'zod'
import { ENDINGS } from '../../core/plan.ts'
import { By, personNamed, refused, verb, type CommandDeps, type Verb } from '../operate/verb.ts'
import { clientNamed } from './client-verbs.ts'

const Kind = z.enum(ENDINGS, `is no kind of ending; choose among ${ENDINGS.join(', ')}`).default('planned')

/** `client discharge`, `client readmit`. */
export function dischargeVerbs(deps: CommandDeps): Record<string, Verb> {
  const { people, clinic } = deps
  return {
    'people.discharge': verb(
      { client: z.string(), kind: Kind, showDuty: z.boolean().default(false), by: By },
      async ({ client: who, kind, showDuty, by }) => {
        const client = await clientNamed(deps, who)
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
            'A red or black flag of that client is open, so they are not discharged. Take it and close it first: holdfast flags.',
          )
        if (done !== 'discharged') throw refused('That client is discharged already. See holdfast client list.')
        const settings = (await people.clinics()).find(({ id }) => id === clinic())?.settings
        return { client, state: 'discharged', kind, afterDischarge, phone: settings?.phone ?? null }
      },
    ),
    'people.readmit': verb({ client: z.string(), by: By }, async ({ client: who, by }) => {
      const client = await clientNamed(deps, who)
      const done = await people.readmit(clinic(), client, await personNamed(deps, by))
      if (done !== 'readmitted') throw refused('That client is not discharged. See holdfast client list.')
      return { client, state: 'active' }
    }),
  }
}
