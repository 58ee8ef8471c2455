import { z } from 'zod'
import { FlowId } from '../../core/ids.ts'
import type { Plan, Readiness } from '../../core/plan.ts'
import { localDay } from '../../rails/local-hours.ts'
import { mayStart } from '../../rails/permission/may-start.ts'
import { READINESS, readinessStanding } from '../../rails/permission/readiness.ts'
import { clientNamed, practicesNamed } from '../care/client-verbs.ts'
import { By, personNamed, refused, verb, type CommandDeps, type Verb } from '../operate/verb.ts'

const MINUTE = 60_000
const Names = z.array(z.string()).default([])

const Sign = {
  client: z.string(),
  yes: Names,
  no: Names,
  notYet: Names,
  against: Names,
  complexTrauma: z.boolean().default(false),
  until: z.iso.date('is no day; write it as 2027-02-28').optional(),
  by: By,
}
type Sign = z.infer<z.ZodObject<typeof Sign>>
const First = { client: z.string(), flows: z.array(FlowId).min(1), by: By }

/** `readiness` and `plan`: what a therapist signs before a client practises without them (care C15). */
export function readinessVerbs(deps: CommandDeps): Record<string, Verb> {
  return {
    'care.readinessItems': verb({}, async () => ({ items: READINESS.items, against: READINESS.against })),
    'care.readiness': verb({ client: z.string() }, ({ client }) => shown(deps, client)),
    'care.signReadiness': verb(Sign, async (asked) => {
      const by = await signer(deps, asked.by)
      const now = await deps.store.time()
      await saved(deps, asked.client, by, (plan) => ({ ...plan, readiness: recordOf(asked, { plan, by, now }) }))
      return shown(deps, asked.client)
    }),
    'care.alone': verb(
      { ...First, withdraw: z.boolean().default(false) },
      async ({ client, flows, withdraw, by: who }) => {
        const by = await signer(deps, who)
        const names = await practicesNamed(deps, flows)
        const at = (await deps.store.time()).toISOString()
        await saved(deps, client, by, (plan) => {
          const others = (plan.alone ?? []).filter(({ flow }) => !names.includes(flow))
          return { ...plan, alone: withdraw ? others : [...others, ...names.map((flow) => ({ flow, by, at }))] }
        })
        return shown(deps, client)
      },
    ),
    'care.together': verb({ client: z.string(), flow: FlowId, by: By }, async ({ client, flow, by: who }) => {
      const by = await signer(deps, who)
      const [name] = await practicesNamed(deps, [flow])
      const until = new Date((await deps.store.time()).getTime() + READINESS.togetherMinutes * MINUTE).toISOString()
      if (name) await saved(deps, client, by, (plan) => ({ ...plan, together: { flow: name, by, until } }))
      return shown(deps, client)
    }),
  }
}

/** A signature is a person's. */
async function signer(deps: CommandDeps, by: string): Promise<string> {
  if (by === 'operator') throw refused('This is signed by a person.', 'Give --by with a name.')
  return personNamed(deps, by)
}

interface Signing {
  readonly plan: Plan
  readonly by: string
  readonly now: Date
}

/** Every item has an answer, and no signature outlasts what was reviewed. */
function recordOf(asked: Sign, { plan, by, now }: Signing): Readiness {
  const given = [
    ...asked.yes.map((id) => [id, 'yes'] as const),
    ...asked.no.map((id) => [id, 'no'] as const),
    ...asked.notYet.map((id) => [id, 'not-yet'] as const),
  ]
  const known = READINESS.items.map(({ id }) => id)
  mustBeKnown(
    given.map(([id]) => id),
    known,
  )
  mustBeKnown(
    asked.against,
    READINESS.against.map(({ id }) => id),
  )
  const missing = known.filter((id) => given.filter(([one]) => one === id).length !== 1)
  if (missing.length > 0)
    throw refused(`Each item has one answer. Not so: ${missing.join(', ')}.`, 'Answer with --yes, --no or --not-yet.')
  const today = localDay(now, plan.zone)
  const last = today.add({ days: READINESS.validDays }).toString()
  const until = asked.until ?? last
  if (until > last || until < today.toString())
    throw refused(`A signature holds ${READINESS.validDays} days at most. Choose a day from today to ${last}.`)
  const { against, complexTrauma } = asked
  return { answers: Object.fromEntries(given), against, complexTrauma, by, at: now.toISOString(), until }
}

function mustBeKnown(asked: readonly string[], known: readonly string[]): void {
  const unknown = asked.filter((id) => !known.includes(id))
  if (unknown.length > 0) throw refused(`There is no item ${unknown.join(', ')}. Choose among: ${known.join(', ')}.`)
}

/** What stands, and for each practice of the plan whether it may start and why not. */
async function shown(deps: CommandDeps, who: string) {
  const client = await clientNamed(deps, who)
  const plan = await deps.people.plan(deps.clinic(), client)
  if (!plan) throw refused('There is no such client.')
  const now = await deps.store.time()
  const practised = await deps.care.practised(deps.clinic(), client)
  const classes = new Map((await deps.library.list()).map((one) => [one.flow, one.class]))
  const practices = plan.flows.map((flow) => ({
    flow,
    class: classes.get(flow) ?? null,
    mayStart: mayStart(plan, { flow, class: classes.get(flow) ?? null }, { now, practised }),
  }))
  const { readiness = null, alone = [], together = null } = plan
  const people = await deps.people.clinicians(deps.clinic())
  const signedBy = readiness && (people.find(({ id }) => id === readiness.by)?.name ?? readiness.by)
  return { client, standing: readinessStanding(plan, now), readiness, signedBy, alone, together, practices }
}

async function saved(deps: CommandDeps, who: string, by: string, change: (plan: Plan) => Plan): Promise<void> {
  const client = await clientNamed(deps, who)
  if (!(await deps.people.savePlan(deps.clinic(), client, change, by))) throw refused('There is no such client.')
}
