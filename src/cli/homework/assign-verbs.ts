import { z } from 'zod'
import { Clock } from '../../core/duty.ts'
import { FlowId } from '../../core/ids.ts'
import type { Assignment, Plan } from '../../core/plan.ts'
import { Private } from '../../core/private.ts'
import { isAssignableCare } from '../../care/schedule/assignable.ts'
import { nextOccasion } from '../../care/schedule/occasions.ts'
import { REMINDERS } from '../../care/schedule/reviewed.ts'
import { ruleFrom, ruleOf } from '../../care/schedule/rule.ts'
import { isQuiet } from '../../rails/local-hours.ts'
import { verdictOf } from '../../keepsake-verdict.ts'
import { By, personNamed, refused, verb, type CommandDeps, type Verb } from '../operate/verb.ts'
import { mustHaveWords } from './import-verb.ts'
import { clientNamed } from '../care/client-verbs.ts'

const SHOWN = 30
/** As much as a lock screen shows, and as a line quotes. */
const WORDS = z.string().trim().min(1).max(60, 'is longer than a lock screen shows (60 characters)')

const Assign = {
  client: z.string(),
  flow: FlowId,
  at: Clock.optional(),
  days: z.string().optional(),
  rrule: z.string().max(200).optional(),
  programme: z.boolean().default(false),
  until: Clock.optional(),
  /** The day programme that this one takes the place of. */
  replaces: z.string().optional(),
  window: z.coerce.number().int().min(10).max(720).default(REMINDERS.windowMinutes),
  by: By,
}
type Assign = z.infer<z.ZodObject<typeof Assign>>
const One = { client: z.string(), id: z.string(), by: By }

/** `assign` and what stands below it. */
export function assignVerbs(deps: CommandDeps): Record<string, Verb> {
  return {
    'care.assign': verb(Assign, (asked) => assign(deps, asked)),
    'care.assignments': verb({ client: z.string() }, ({ client }) => list(deps, client)),
    'care.pauseAssignment': verb(One, (asked) => changeOne(deps, asked, (one) => ({ ...one, paused: true }))),
    'care.resumeAssignment': verb(One, (asked) => changeOne(deps, asked, ({ paused: _paused, ...one }) => one)),
    'care.endAssignment': verb(One, (asked) => changeOne(deps, asked, () => null)),
    'care.sessionReminders': verb(
      { client: z.string(), state: z.enum(['on', 'off'], 'is neither on nor off'), by: By },
      async ({ client: who, state, by }) => {
        const { client } = await saved(deps, who, by, (plan) => ({ ...plan, sessionReminders: state === 'on' }))
        return { client, sessionReminders: state === 'on' }
      },
    ),
    'care.reminderWords': verb({ client: z.string(), words: WORDS, by: By }, async ({ client: who, words, by }) => {
      const client = await clientNamed(deps, who)
      const plan = await deps.people.plan(deps.clinic(), client)
      if (!plan) throw refused('There is no such client.')
      if (verdictOf(words, plan.lang) !== 'free')
        throw refused(
          'Those words cannot stand on a lock screen. Choose short, plain ones together, such as "Tea time".',
        )
      await deps.people.saveSafetyPlan(
        deps.clinic(),
        client,
        { reminder: new Private(words) },
        await personNamed(deps, by),
      )
      return { client }
    }),
  }
}

async function assign(deps: CommandDeps, asked: Assign) {
  const programme = programmeAsked(asked)
  const rule = ruleAsked(asked)
  await mustBeAssignable(deps, asked.flow)
  await mustHaveWords(deps, asked.flow)
  const since = (await deps.store.time()).toISOString()
  const { client, plan } = await saved(deps, asked.client, asked.by, (before) => {
    const all = before.assignments ?? []
    const { replaces } = asked
    if (replaces !== undefined && !(programme && all.some((one) => one.id === replaces && one.programme)))
      throw refused(`${replaces.slice(0, 10)} is no day programme of that client.`, 'See holdfast assign list CLIENT.')
    const others = all.filter(({ id }) => id !== replaces)
    const assignment: Assignment = {
      // A programme that changes stays what it is: what was asked of it and missed goes on counting.
      id: replaces ?? freeId(all),
      flow: asked.flow,
      rule,
      windowMinutes: programme?.windowMinutes ?? asked.window,
      since,
      ...(programme && { programme: true }),
    }
    mustFit({ ...before, assignments: others }, assignment)
    return { ...before, assignments: [...others, assignment] }
  })
  const made = plan.assignments?.at(-1)
  const next = made ? nextOccasion({ ...plan, assignments: [made], sessions: [] }, Date.parse(since)) : null
  return { client, ...made, zone: plan.zone, next: next === null ? null : new Date(next).toISOString() }
}

/** The check-in of a day programme: once a day on its days, from one clock time to another (care C22). */
function programmeAsked({ programme, flow, at, rrule, until }: Assign): { windowMinutes: number } | null {
  if (!programme && until === undefined) return null
  if (!programme)
    throw refused(
      'Only a day programme has a time at which it closes.',
      'Add --programme, or say --window instead of --until.',
    )
  if (flow !== 'check-in')
    throw refused('A day programme asks the check-in.', 'holdfast assign CLIENT check-in --programme')
  if (at === undefined || until === undefined || rrule !== undefined)
    throw refused(
      'It is not said when the programme opens and closes.',
      'Give --at 09:00 --until 15:00, and its days with --days.',
    )
  const minutes = Temporal.PlainTime.from(at).until(Temporal.PlainTime.from(until)).total('minutes')
  if (minutes < 10 || minutes > 720)
    throw refused('A day programme closes between 10 minutes and 12 hours after it opens, on the same day.')
  return { windowMinutes: minutes }
}

function ruleAsked({ at, days, rrule }: Assign): string {
  if ((rrule === undefined) === (at === undefined))
    throw refused('It is not said when.', 'Give either --at with a time such as 18:30, or --rrule with a rule.')
  try {
    const text = rrule ?? ruleFrom(at ?? '', days?.split(',') ?? [])
    ruleOf(text)
    return text
      .trim()
      .replace(/^RRULE:/i, '')
      .toUpperCase()
  } catch (error) {
    if (error instanceof RangeError) throw refused(error.message)
    throw error
  }
}

async function mustBeAssignable({ library }: CommandDeps, flow: FlowId): Promise<void> {
  const all = await library.list()
  const fits = all.filter(({ kind, flow: name }) => kind === 'practice' || isAssignableCare(name))
  if (fits.some(({ flow: name }) => name === flow)) return
  const names = [...new Set(fits.map(({ flow: name }) => name))].join(', ')
  throw refused(`${flow} is nothing that can be assigned. Choose among: ${names}.`)
}

/** @throws HoldfastError `command.refused` for what could never be sent, with the cure. */
function mustFit(plan: Plan, assignment: Assignment): void {
  const { flow } = assignment
  if (!isAssignableCare(flow) && !plan.flows.includes(flow))
    throw refused(`The plan does not permit ${flow}.`, `Open it first: holdfast client permit CLIENT --flow ${flow}.`)
  if (assignment.programme && plan.assignments?.some(({ programme }) => programme))
    throw refused('That client has a day programme already.', 'End it first: holdfast assign end.')
  if ((plan.assignments?.length ?? 0) >= 12)
    throw refused('Twelve assignments are there already.', 'End one first: holdfast assign end.')
  const since = Date.parse(assignment.since)
  const first = nextOccasion({ ...plan, assignments: [assignment], sessions: [] }, since)
  if (first === null) throw refused('That rule names no time to come. Move UNTIL, or leave it out.')
  if (isQuiet(plan, new Date(first)))
    throw refused('At that time the client is left in peace. Choose a time outside their quiet hours.')
}

function freeId(others: readonly Assignment[]): string {
  const taken = others.map(({ id }) => Number(id.slice(1)))
  return `a${Math.max(0, ...taken) + 1}`
}

async function list(deps: CommandDeps, who: string) {
  const client = await clientNamed(deps, who)
  const plan = await deps.people.plan(deps.clinic(), client)
  if (!plan) throw refused('There is no such client.')
  const now = (await deps.store.time()).getTime()
  const assignments = (plan.assignments ?? []).map((one) => {
    const next = one.paused ? null : nextOccasion({ ...plan, assignments: [one], sessions: [] }, now)
    return { ...one, next: next === null ? null : new Date(next).toISOString() }
  })
  const reminders = await deps.care.prompts(deps.clinic(), client, SHOWN)
  return { client, zone: plan.zone, sessionReminders: plan.sessionReminders ?? true, assignments, reminders }
}

async function changeOne(
  deps: CommandDeps,
  { client: who, id, by }: z.infer<z.ZodObject<typeof One>>,
  change: (one: Assignment) => Assignment | null,
) {
  const { client, plan } = await saved(deps, who, by, (before) => {
    const all = before.assignments ?? []
    if (!all.some((one) => one.id === id))
      throw refused(`That client has no assignment ${id}.`, 'See holdfast assign list CLIENT.')
    const next = all.flatMap((one) => (one.id === id ? (change(one) ?? []) : one))
    return { ...before, assignments: next }
  })
  return { client, id, assignments: plan.assignments ?? [] }
}

async function saved(deps: CommandDeps, who: string, by: string, change: (plan: Plan) => Plan) {
  const client = await clientNamed(deps, who)
  const plan = await deps.people.savePlan(deps.clinic(), client, change, await personNamed(deps, by))
  if (!plan) throw refused('There is no such client.')
  return { client, plan }
}
