import { z } from 'zod'
import { ClinicId } from '../../core/ids.ts'
import { ClinicSettings, CoverWindow } from '../../core/plan.ts'
import { refused, verb, type CommandDeps, type Verb } from '../operate/verb.ts'

const WEEKDAYS = [1, 2, 3, 4, 5]

const NewClinic = {
  name: z.string().trim().min(1, 'is empty; write the name that clients know').max(120),
  zone: ClinicSettings.shape.zone,
  from: CoverWindow.shape.from.optional(),
  to: CoverWindow.shape.to.optional(),
}

/** `init`: the clinic for real clients. One per installation; the demo clinic does not count. */
export function clinicVerbs({ people, world }: CommandDeps): Record<string, Verb> {
  return {
    'people.init': verb(NewClinic, async ({ name, zone, from, to }) => {
      const real = (await people.clinics()).find(({ settings }) => !settings.demo)
      if (real) throw refused(`There is a clinic already: ${real.settings.name}. One installation serves one clinic.`)
      // Hours are declared, never assumed (care C1): without them every text to a client says that nobody is promised.
      const cover = from !== undefined && to !== undefined ? [{ days: WEEKDAYS, from, to }] : []
      const clinicId = ClinicId.parse(world.newId())
      await people.addClinic(clinicId, { name, zone, demo: false, cover, chain: [] })
      return { clinicId, name, covered: cover.length > 0 }
    }),
  }
}
