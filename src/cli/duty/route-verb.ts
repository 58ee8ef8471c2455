import { z } from 'zod'
import { amberDeadline } from '../../care/amber.ts'
import { hoursStand } from '../../care/cover.ts'
import { LEVELS } from '../../care/levels.ts'
import { nextRound } from '../../care/round.ts'
import { routeOf, type RouteStep } from '../../care/route.ts'
import { Lang, type ClinicianId } from '../../core/ids.ts'
import { LIMITS } from '../../core/limits.ts'
import { ClinicSettings, type Plan } from '../../core/plan.ts'
import type { DutyPerson } from '../../ports/duty.ts'
import type { Rehearsal, RehearsedEvent } from '../../ports/rehearsal.ts'
import { refused, verb, type CommandDeps, type Verb } from '../operate/verb.ts'
import type { RouteShown } from './route-words.ts'
import { settingsOf } from './settings.ts'

const Asked = {
  event: z.string(),
  at: z.string().optional(),
  zone: ClinicSettings.shape.zone.optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'is no country; write two letters: AU')
    .optional(),
}
type RaisedFlag = NonNullable<Rehearsal['flag']>
type Asked = z.infer<z.ZodObject<typeof Asked>>

/** `route`: who would be told, how and when, and what the client would read. Tells nobody. */
export function routeVerb(deps: CommandDeps): Record<string, Verb> {
  return { 'duty.route': verb(Asked, (asked) => routed(deps, asked)) }
}

async function routed(deps: CommandDeps, asked: Asked): Promise<RouteShown> {
  const settings = await settingsOf(deps)
  const zone = asked.zone ?? settings.zone
  const at = momentOf(asked.at, zone, deps.world.now())
  const countries = await deps.duty.clientCountries(deps.clinic())
  const plan: Plan = {
    country: asked.country ?? countries[0] ?? 'ZZ',
    zone,
    lang: Lang.parse('en'),
    minor: false,
    therapist: 'your therapist',
    flows: [],
    tighter: {},
  }
  const { flag, reads } = await deps.rehearse({ event: eventOf(asked.event), settings, plan, at })
  const level = flag?.level ?? null
  return {
    event: asked.event,
    at: at.toISOString(),
    zone,
    covered: hoursStand(settings, at),
    level,
    steps: level === 'red' || level === 'black' ? await stepsOf(deps, settings, { level, at, zone }) : [],
    round: level === 'amber' && flag ? roundOf(settings, flag, { at, zone }) : null,
    reads,
  }
}

/** An amber comes in the next round, and has a deadline. */
function roundOf(
  settings: ClinicSettings,
  { rule, detail = [] }: RaisedFlag,
  { at, zone }: { at: Date; zone: string },
) {
  const { morning, evening } = settings.rounds ?? LEVELS.round
  const next = nextRound(settings, at)
  const reasons = [{ rule, at, detail }]
  const lookBy = amberDeadline({ level: 'amber', state: 'open', amberAt: at, reasons }, settings)
  return { morning, evening, next: next && localOf(next, zone), lookBy: lookBy && localOf(lookBy, zone) }
}

interface Opened {
  readonly level: 'red' | 'black'
  readonly at: Date
  readonly zone: string
}

async function stepsOf(deps: CommandDeps, settings: ClinicSettings, { level, at, zone }: Opened) {
  const duty = await deps.duty.people(deps.clinic())
  const names = new Map((await deps.people.clinicians(deps.clinic())).map(({ id, name }) => [id, name]))
  const of = (clinician: ClinicianId) => duty.find((one) => one.clinician === clinician)
  const route = routeOf({
    settings,
    level,
    at,
    everyone: duty.map(({ clinician }) => clinician),
    reaches: (clinician) => (of(clinician)?.links.length ?? 0) > 0,
  })
  return (route?.steps ?? []).map((step) => ({
    at: step.at.toISOString(),
    local: localOf(step.at, zone),
    what: whatOf(step),
    who: step.who.map((clinician) => ({
      name: names.get(clinician) ?? 'somebody who is gone',
      channels: channelsOf(of(clinician), step),
    })),
    passedOver: step.skipped.map((rung) => names.get(route?.opened.chain[rung]?.clinician as ClinicianId) ?? ''),
    thenAfterMinutes: step.afterMs / 60_000,
  }))
}

function whatOf({ waits, toRounds, who }: RouteStep): RouteShown['steps'][number]['what'] {
  if (waits) return 'waits'
  if (who.length === 0) return 'nobody'
  return toRounds > 0 ? 'all hands' : 'next'
}

/** On the first link alone where it works; the others so much later. */
function channelsOf(person: DutyPerson | undefined, { links }: RouteStep): string[] {
  const delay = LIMITS.noticeFallbackMs / 1_000
  return (person?.links ?? []).map(({ channel }, place) =>
    links === 'every' || place === 0 ? channel : `${channel} (after ${place * delay} s without an answer)`,
  )
}

function eventOf(text: string): RehearsedEvent {
  const [name = '', value] = text.toLowerCase().split('=')
  const number = Number(value)
  if (name === 'distress' && value !== undefined && Number.isInteger(number) && number >= 0 && number <= 10)
    return { kind: 'distress', value: number }
  if (name === 'missed' && value !== undefined && Number.isInteger(number) && number >= 1 && number <= 99)
    return { kind: 'missed', inRow: number }
  if (name === 'blocked') return { kind: 'blocked' }
  if (name === 'sos' || name === 'stop' || name === 'help') return { kind: 'word', word: name }
  if (name === 'notice' || name === 'ask' || name === 'red' || name === 'black') return { kind: 'words', level: name }
  throw refused(
    `There is no event "${text}". Use distress=0 to distress=10, sos, stop, help, notice, ask, red, black, blocked or missed=3.`,
  )
}

/** A local time in the zone, or an instant with its offset. */
function momentOf(text: string | undefined, zone: string, now: Date): Date {
  if (text === undefined) return now
  try {
    if (/(Z|[+-]\d\d:?\d\d)$/.test(text)) return new Date(Temporal.Instant.from(text).epochMilliseconds)
    return new Date(Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds)
  } catch {
    throw refused(`at: "${text}" is no time. Write it as 2026-12-25T03:10.`)
  }
}

function localOf(at: Date, zone: string): string {
  const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: zone })
  const clock = at.toTemporalInstant().toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' })
  return `${day.format(at)} ${clock}`
}
