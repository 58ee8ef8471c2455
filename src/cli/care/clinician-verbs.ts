import { createHash } from 'node:crypto'
import { z } from 'zod'
import { usualMinutes } from '../../care/levels.ts'
import { ClinicianId } from '../../core/ids.ts'
import { By, clinicianNamed, personNamed, refused, verb, type CommandDeps, type Verb } from '../operate/verb.ts'
import { makePairing } from './pairing.ts'

/** Handed over in person or by a safe way, and opened the same day or the next. */
const INVITATION_LIVES_MS = 48 * 60 * 60_000
const INVITATION_BYTES = 32
/** 160 bits, as RFC 4226 recommends. */
const TOTP_BYTES = 20

const NewClinician = {
  name: z.string().trim().min(1, 'is empty; write the name that clients know').max(120),
  role: z.enum(['therapist', 'lead', 'admin']).default('therapist'),
  onCall: z.boolean().default(false),
  by: By,
}
type NewClinician = z.infer<z.ZodObject<typeof NewClinician>>

/** `clinician add`, `clinician pair`, `clinician invite`, `clinician remove`, `clinician list`. */
export function clinicianVerbs(deps: CommandDeps): Record<string, Verb> {
  return {
    'people.addClinician': verb(NewClinician, (asked) => addClinician(deps, asked)),
    'people.pairClinician': verb({ clinician: z.string() }, async ({ clinician }) => {
      const { id } = await clinicianNamed(deps, clinician)
      return { clinicianId: id, ...(await makePairing(deps, { kind: 'clinician', id })) }
    }),
    'people.inviteClinician': verb({ clinician: z.string(), by: By }, (asked) => invite(deps, asked)),
    'people.removeClinician': verb({ clinician: z.string(), to: z.string(), by: By }, (asked) => remove(deps, asked)),
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

/** The one-time link of the first sign-in to the console: shown once, its hash kept. */
async function invite(deps: CommandDeps, { clinician, by }: { clinician: string; by: string }) {
  const { id, name } = await clinicianNamed(deps, clinician)
  const token = deps.randomBytes(INVITATION_BYTES).toString('base64url')
  await deps.access.invite({
    clinic: deps.clinic(),
    clinician: id,
    tokenHash: invitationHash(token),
    totp: deps.randomBytes(TOTP_BYTES).toString('hex'),
    expiresAfterMs: INVITATION_LIVES_MS,
    by: await personNamed(deps, by),
  })
  return { clinicianId: id, name, link: `${deps.links.consoleUrl}/invitation/${token}` }
}

/** What the store knows a link by. */
const invitationHash = (token: string) => createHash('sha256').update(`invitation|${token}`).digest('hex')

const REFUSED: Readonly<Record<string, string>> = {
  unknown: 'The clinic has no such clinician. See holdfast clinician list.',
  'nobody-to-take-over': 'Name somebody else of the clinic with --to. See holdfast clinician list.',
  'last-lead': 'That is the only lead. Add another lead first: holdfast clinician add --role lead.',
  'has-conversation': 'They have a conversation in hand. Give it back first: holdfast conversation give-back CLIENT.',
  'has-escalation':
    'They have an escalation in hand. Close it with its outcome or pass it to duty first: holdfast flags.',
}

/** Somebody leaves: what is theirs goes to another, or nothing happens and it says why. */
async function remove(deps: CommandDeps, { clinician, to, by }: { clinician: string; to: string; by: string }) {
  const [gone, next] = [await clinicianNamed(deps, clinician), await clinicianNamed(deps, to)]
  const { said, clients } = await deps.people.removeClinician({
    clinic: deps.clinic(),
    clinician: gone.id,
    to: next.id,
    names: { before: gone.name, after: next.name },
    by: await personNamed(deps, by),
  })
  if (said !== 'removed') throw refused(REFUSED[said] ?? 'That is not possible now.')
  return { clinicianId: gone.id, to: next.id, clients }
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
