import { z } from 'zod'
import { usualMinutes } from '../../care/levels.ts'
import { ClinicianId } from '../../core/ids.ts'
import { By, clinicianNamed, personNamed, verb, type CommandDeps, type Verb } from '../operate/verb.ts'
import { makePairing } from './pairing.ts'

const NewClinician = {
  name: z.string().trim().min(1, 'is empty; write the name that clients know').max(120),
  role: z.enum(['therapist', 'lead', 'admin']).default('therapist'),
  onCall: z.boolean().default(false),
  by: By,
}
type NewClinician = z.infer<z.ZodObject<typeof NewClinician>>

/** `clinician add`, `clinician pair`, `clinician list`. */
export function clinicianVerbs(deps: CommandDeps): Record<string, Verb> {
  return {
    'people.addClinician': verb(NewClinician, (asked) => addClinician(deps, asked)),
    'people.pairClinician': verb({ clinician: z.string() }, async ({ clinician }) => {
      const { id } = await clinicianNamed(deps, clinician)
      return { clinicianId: id, ...(await makePairing(deps, { kind: 'clinician', id })) }
    }),
    'people.clinicians': verb({}, () => deps.people.clinicians(deps.clinic())),
  }
}

async function addClinician(deps: CommandDeps, { name, role, onCall, by }: NewClinician) {
  const clinic = deps.clinic()
  const id = ClinicianId.parse(deps.world.newId())
  const who = await personNamed(deps, by)
  await deps.people.addClinician({ clinic, id, name, role, by: who })
  if (onCall) await joinChain(deps, id, who)
  return { clinicianId: id, ...(await makePairing(deps, { kind: 'clinician', id })) }
}

async function joinChain({ people, clinic }: CommandDeps, clinician: ClinicianId, by: string): Promise<void> {
  const here = clinic()
  const settings = (await people.clinics()).find(({ id }) => id === here)?.settings
  if (!settings) return
  await people.saveSettings(
    here,
    { ...settings, chain: [...settings.chain, { clinician, minutes: usualMinutes(settings.chain.length) }] },
    by,
  )
}
