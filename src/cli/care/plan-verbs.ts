import { z } from 'zod'
import { FlowId } from '../../core/ids.ts'
import { Plan, PROFILE, STAGES } from '../../core/plan.ts'
import { Private } from '../../core/private.ts'
import { KEEPSAKES, PLAN_PART_SHOWN, type KeepsakeKind } from '../../core/render.ts'
import { RATINGS } from '../../rails/reviewed.ts'
import { By, personNamed, refused, verb, type CommandDeps, type Verb } from '../operate/verb.ts'
import { clientNamed, practicesNamed } from './client-verbs.ts'

const Score = z.coerce.number().int().min(0).max(10)
const When = z.iso.datetime({ offset: true, error: 'is no moment; write it as 2026-12-01T10:00:00+11:00' })

const Limits = {
  client: z.string(),
  start: Score.optional(),
  leave: Score.optional(),
  hereOrdinary: Score.optional(),
  higherStart: Score.optional(),
  until: When.optional(),
  reason: z.string().trim().min(1).max(2_000).optional(),
  sessions: z.array(When).optional(),
  by: By,
}
type Limits = z.infer<z.ZodObject<typeof Limits>>

const Part = z
  .string()
  .trim()
  .min(1)
  .max(PLAN_PART_SHOWN, `is longer than a client is shown (${PLAN_PART_SHOWN} characters)`)
const Parts = z.strictObject({
  signs: Part.optional(),
  alone: Part.optional(),
  company: Part.optional(),
  helpers: Part.optional(),
  professionals: Part.optional(),
  means: Part.optional(),
  'card-one': Part.optional(),
  'card-two': Part.optional(),
  'card-three': Part.optional(),
  'new-dream': Part.optional(),
})

const PART_NAMES = Parts.keyof()
const SafetyPlan = {
  client: z.string(),
  parts: Parts.default({}),
  remove: z.array(PART_NAMES).default([]),
  by: By,
}

const Permit = {
  client: z.string(),
  flows: z.array(FlowId).optional(),
  without: z.array(FlowId).default([]),
  stage: z.enum(STAGES, `is no stage; choose among ${STAGES.join(', ')}`).optional(),
  by: By,
}

const Profile = {
  client: z.string(),
  set: z.array(z.enum(PROFILE, `is nothing that a profile knows; choose among ${PROFILE.join(', ')}`)).optional(),
  clear: z.boolean().optional(),
  by: By,
}

/** `client limits`, `client permit`, `client profile`, `client safety-plan`. */
export function planVerbs(deps: CommandDeps): Record<string, Verb> {
  const { people, clinic } = deps
  return {
    'people.limits': verb(Limits, async (asked) => {
      const client = await clientNamed(deps, asked.client)
      const by = await personNamed(deps, asked.by)
      const plan = await people.savePlan(clinic(), client, (before) => changed(before, asked, by), by)
      if (!plan) throw refused('There is no such client.')
      const { tighter, higherStart, hereOrdinary, sessions } = plan
      return { client, tighter, higherStart, hereOrdinary, sessions }
    }),
    'people.permit': verb(Permit, async ({ client: who, flows, without, stage, by }) => {
      const client = await clientNamed(deps, who)
      const added = flows ? await practicesNamed(deps, flows) : []
      const plan = await people.savePlan(
        clinic(),
        client,
        (before) => ({
          ...before,
          flows: [...new Set([...before.flows, ...added])].filter((flow) => !without.includes(flow)),
          ...(stage && { stage }),
        }),
        await personNamed(deps, by),
      )
      if (!plan) throw refused('There is no such client.')
      return { client, flows: plan.flows, stage: plan.stage ?? STAGES[0] }
    }),
    'people.profile': verb(Profile, async ({ client: who, set, clear, by }) => {
      const client = await clientNamed(deps, who)
      if (set && clear) throw refused('A profile is set or cleared, not both.', 'Give one of --set and --clear.')
      const profile = clear ? [] : set && [...new Set(set)]
      const plan = await people.savePlan(
        clinic(),
        client,
        (before) => ({
          ...before,
          ...(profile && { profile }),
        }),
        await personNamed(deps, by),
      )
      if (!plan) throw refused('There is no such client.')
      return { client, profile: plan.profile ?? [] }
    }),
    'people.safetyPlan': verb(SafetyPlan, async ({ client: who, parts, remove, by }) => {
      const client = await clientNamed(deps, who)
      const both = remove.find((name) => parts[name] !== undefined)
      if (both) throw refused(`${both} is given and removed at once. Choose one of them.`)
      const given = [
        ...Object.entries(parts).map(([name, words]) => [partOf(name), new Private(words)] as const),
        ...remove.map((name) => [partOf(name), null] as const),
      ]
      if (given.length === 0)
        throw refused(
          'The file holds no part of a plan. Give at least one of signs, alone, company, helpers, professionals, means, or card-one, card-two, card-three, new-dream.',
        )
      await people.saveSafetyPlan(clinic(), client, Object.fromEntries(given), await personNamed(deps, by))
      return { client, saved: Object.keys(parts), removed: remove }
    }),
  }
}

const partOf = (name: string): KeepsakeKind =>
  KEEPSAKES.find((kind) => kind === `plan-${name}` || kind === name) ?? 'plan-helpers'

/** Limits may be tightened at will; the start may be moved up only with a reason and an end (care C6). */
function changed(plan: Plan, asked: Limits, by: string): Plan {
  const { distress } = RATINGS
  const tighter = {
    ...plan.tighter,
    ...(asked.start !== undefined && { startAt: asked.start }),
    ...(asked.leave !== undefined && { raisedAt: asked.leave }),
  }
  const most = plan.minor ? distress.startAtMinor : distress.startAt
  if ((asked.start ?? 0) > most)
    throw refused(`The start limit is ${most} already.`, 'To move it up, use --higher-start with --until and --reason.')
  if ((asked.leave ?? 0) > distress.raisedAt)
    throw refused(`The limit at which imagery is left is ${distress.raisedAt}, and a plan can only tighten it.`)
  return {
    ...plan,
    tighter,
    ...(asked.higherStart !== undefined && { higherStart: higher(plan, asked, by) }),
    ...(asked.hereOrdinary !== undefined && { hereOrdinary: asked.hereOrdinary }),
    ...(asked.sessions !== undefined && { sessions: asked.sessions }),
  }
}

function higher(plan: Plan, { higherStart = 0, until, reason }: Limits, by: string): NonNullable<Plan['higherStart']> {
  const { startAtMost } = RATINGS.distress
  if (plan.minor) throw refused('The start limit of a minor is never moved up.')
  if (higherStart > startAtMost) throw refused(`The start limit may be moved up to ${startAtMost} and no further.`)
  if (until === undefined || reason === undefined)
    throw refused('A higher start limit needs an end and a reason.', 'Give --until with a date and --reason with why.')
  return { startAt: higherStart, until, by, reason }
}
