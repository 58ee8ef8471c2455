import { z } from 'zod'
import { ClinicId } from '../../core/ids.ts'
import { ClinicSettings, CoverWindow } from '../../core/plan.ts'
import { change } from '../duty/settings.ts'
import { By, refused, verb, type CommandDeps, type Verb } from '../operate/verb.ts'

const WEEKDAYS = [1, 2, 3, 4, 5]

/** After 48 hours Telegram deletes nothing any more, and a night's outage must fit in between. */
const Hours = z.coerce.number().int().min(1, 'is at least 1 hour').max(46, 'is at most 46 hours')

const Years = z.coerce.number().int('is a whole number').min(1, 'is at least 1 year').max(100, 'is at most 100 years')
const Age = z.coerce.number().int('is a whole number').min(18, 'is at least 18').max(100, 'is at most 100')

const NewClinic = {
  name: z.string().trim().min(1, 'is empty; write the name that clients know').max(120),
  zone: ClinicSettings.shape.zone,
  from: CoverWindow.shape.from.optional(),
  to: CoverWindow.shape.to.optional(),
  deleteAfter: Hours.optional(),
}

/** `init`: the clinic for real clients, one per installation (the demo clinic does not count); `deletion`, `retention`. */
export function clinicVerbs(deps: CommandDeps): Record<string, Verb> {
  const { people, world, store } = deps
  const deletionFrom = async (afterHours: number) => ({ afterHours, since: (await store.time()).toISOString() })
  return {
    'people.init': verb(NewClinic, async ({ name, zone, from, to, deleteAfter }) => {
      const real = (await people.clinics()).find(({ settings }) => !settings.demo)
      if (real) throw refused(`There is a clinic already: ${real.settings.name}. One installation serves one clinic.`)
      // Hours are declared, never assumed (care C1): without them every text to a client says that nobody is promised.
      const cover = from !== undefined && to !== undefined ? [{ days: WEEKDAYS, from, to }] : []
      const clinicId = ClinicId.parse(world.newId())
      await people.addClinic(clinicId, {
        name,
        zone,
        demo: false,
        cover,
        chain: [],
        ...(deleteAfter !== undefined && { deletion: await deletionFrom(deleteAfter) }),
      })
      return { clinicId, name, covered: cover.length > 0 }
    }),
    'people.deletion': verb({ after: z.union([z.literal('off'), Hours]), by: By }, async ({ after, by }) => {
      const fresh = after === 'off' ? null : await deletionFrom(after)
      const settings = await change(deps, by, ({ deletion, ...others }) => {
        if (!fresh) return others
        // Set to the same hours again, it goes on from when it began.
        return { ...others, deletion: deletion?.afterHours === after ? deletion : fresh }
      })
      return { afterHours: settings.deletion?.afterHours ?? null }
    }),
    'people.retention': verb(
      { years: z.union([z.literal('off'), Years]), minorsUntil: Age.optional(), by: By },
      async ({ years, minorsUntil, by }) => {
        const settings = await change(deps, by, ({ retention: _before, ...others }) =>
          years === 'off'
            ? others
            : { ...others, retention: { years, ...(minorsUntil !== undefined && { minorsUntilAge: minorsUntil }) } },
        )
        return { retention: settings.retention ?? null }
      },
    ),
  }
}
