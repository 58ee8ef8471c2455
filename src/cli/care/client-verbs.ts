import { z } from 'zod'
import { ClientId, FlowId, Lang } from '../../core/ids.ts'
import { Plan } from '../../core/plan.ts'
import { Private } from '../../core/private.ts'
import { isOfAge } from '../../rails/channel-ages.ts'
import { countries } from '../../rails/crisis-directory.ts'
import { mayEnrol, type Confirmed } from '../../rails/directory-standing.ts'
import { confirmedBy } from '../operate/directory-verbs.ts'
import { By, clinicianNamed, personNamed, refused, verb, type CommandDeps, type Verb } from '../operate/verb.ts'
import { makePairing } from './pairing.ts'

const Name = z.string().trim().min(1, 'is empty; write the name as the clinic knows it').max(120)

const BirthDay = z.iso.date('is no day; write it as 2010-05-01').refine((day) => day >= '1900-01-01', 'is too long ago')

const NewClient = {
  name: Name,
  country: z.string().trim().toUpperCase(),
  zone: Plan.shape.zone,
  lang: Lang.default(Lang.parse('en')),
  minor: z.boolean().default(false),
  born: BirthDay.optional(),
  therapist: Name.optional(),
  owner: z.string().optional(),
  flows: z.array(FlowId).optional(),
  by: By,
}
type NewClient = z.infer<z.ZodObject<typeof NewClient>>

/** `client add`, `client list`, `client pair`, `client born`, `client therapist`. */
export function clientVerbs(deps: CommandDeps): Record<string, Verb> {
  return {
    'people.addClient': verb(NewClient, (asked) => addClient(deps, asked)),
    'people.born': verb({ client: z.string(), born: BirthDay, by: By }, async ({ client, born, by }) => {
      const id = await clientNamed(deps, client)
      const minor = !isOfAge(born, dayOf(deps))
      await deps.people.savePlan(deps.clinic(), id, (plan) => ({ ...plan, born, minor }), await personNamed(deps, by))
      return { clientId: id, minor }
    }),
    'people.therapist': verb({ client: z.string(), therapist: Name, by: By }, async ({ client, therapist, by }) => {
      const id = await clientNamed(deps, client)
      await deps.people.savePlan(deps.clinic(), id, (plan) => ({ ...plan, therapist }), await personNamed(deps, by))
      return { clientId: id, therapist }
    }),
    'people.pairClient': verb({ client: z.string() }, async ({ client }) => {
      const id = await clientNamed(deps, client)
      return { clientId: id, ...(await makePairing(deps, { kind: 'client', id })) }
    }),
    'people.clients': verb({}, async () => {
      const rows = await deps.people.clients(deps.clinic())
      return rows.map(({ name, ...row }) => ({ ...row, name: name.reveal() }))
    }),
  }
}

async function addClient(deps: CommandDeps, asked: NewClient) {
  mustBeReachable(asked.country, deps.world.now(), await confirmedBy(deps))
  const owner = await clinicianNamed(deps, asked.owner)
  const { country, zone, lang } = asked
  const id = ClientId.parse(deps.world.newId())
  await deps.people.addClient({
    clinic: deps.clinic(),
    id,
    name: new Private(asked.name),
    owner: owner.id,
    plan: {
      country,
      zone,
      lang,
      ...ageOf(deps, asked),
      therapist: asked.therapist ?? owner.name,
      flows: await permitted(deps, asked.flows),
      tighter: {},
    },
    by: await personNamed(deps, asked.by),
  })
  return { clientId: id, ...(await makePairing(deps, { kind: 'client', id })) }
}

/** The day by the universal clock: near enough for an age in years that a person wrote down. */
const dayOf = ({ world }: CommandDeps) => world.now().toISOString().slice(0, 10)

/** Under age by the day of birth, or because it was said without one. */
function ageOf(deps: CommandDeps, { born, minor }: NewClient): Pick<Plan, 'minor' | 'born'> {
  if (born === undefined) return { minor }
  if (minor && isOfAge(born, dayOf(deps)))
    throw refused(`Somebody born on ${born} is of age.`, 'Leave out --minor, or correct the day.')
  return { minor: !isOfAge(born, dayOf(deps)), born }
}

/** A client whose country has no checked numbers cannot be helped in the worst hour, so they are not enrolled. */
function mustBeReachable(country: string, today: Date, confirmed: Confirmed): void {
  const verdict = mayEnrol(country, today, confirmed)
  if (verdict === 'yes') return
  if (verdict === 'unknown-country')
    throw refused(
      `The crisis directory has no numbers for ${JSON.stringify(country.slice(0, 20))}. Use a two-letter country: ${countries().join(', ')}. For another, add its checked numbers to the directory first.`,
    )
  const why = verdict === 'expired' ? 'were last checked too long ago' : 'were never verified'
  throw refused(
    `The crisis numbers for ${country} ${why}.`,
    `Ring or read each emergency number and one line: holdfast directory list ${country}, then for each: holdfast directory confirm ${country} NUMBER --by NAME. Then add the client.`,
  )
}

/** The asked practices, or every practice that needs no clinician's word of its own. */
async function permitted(deps: CommandDeps, asked: readonly FlowId[] | undefined): Promise<FlowId[]> {
  if (asked) return practicesNamed(deps, asked)
  const practices = (await deps.library.list()).filter(({ kind }) => kind === 'practice')
  return [...new Set(practices.filter((flow) => flow.class !== 'amber').map(({ flow }) => flow))]
}

/** @throws HoldfastError `command.refused` for what is no practice here, with those that there are. */
export async function practicesNamed({ library }: CommandDeps, asked: readonly FlowId[]): Promise<FlowId[]> {
  const practices = (await library.list()).filter(({ kind }) => kind === 'practice')
  const unknown = asked.filter((name) => !practices.some(({ flow }) => flow === name))
  if (unknown.length === 0) return [...new Set(asked)]
  const known = [...new Set(practices.map(({ flow }) => flow))].join(', ')
  throw refused(`There is no practice ${unknown.join(', ')}. Choose among: ${known}.`)
}

/** @throws HoldfastError `command.refused` when there is no such client. */
export async function clientNamed({ people, clinic }: CommandDeps, who: string): Promise<ClientId> {
  const found = (await people.clients(clinic())).find(({ id, pseudonym }) => id === who || pseudonym === who)
  if (!found) throw refused('There is no such client.', 'Give the id or the pseudonym as in holdfast client list.')
  return found.id
}
