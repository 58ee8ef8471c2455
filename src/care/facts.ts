import type { ClinicianId } from '../core/ids.ts'
import type { ClinicSettings, Plan } from '../core/plan.ts'
import type { Facts } from '../core/render.ts'
import { crisisFacts } from '../rails/crisis-directory.ts'
import { hoursStand, nextCovered, onCallAt, type Cover } from './cover.ts'
import { usualMinutes } from './levels.ts'

export interface FactsInput {
  readonly plan: Pick<Plan, 'country' | 'minor' | 'therapist' | 'zone'>
  readonly settings: Cover & Pick<ClinicSettings, 'phone' | 'confirmedNumbers'>
  readonly now: Date
  /** Whose client it is: the therapist is named as told only if they stand in the chain. */
  readonly owner: ClinicianId
  /** Who read the open escalation, and when; null or left out: nobody yet. */
  readonly acknowledged?: { readonly reader: string; readonly at: Date } | null
  /** Who of the clinic has the conversation, by the name that clients know; left out: nobody has. */
  readonly handedTo?: string | null
  /** When a message was written that came late; left out: this one did not. */
  readonly wroteAt?: Date | null
}

/** What script lines may state to this client now. Never blank where a number is meant (P13), never a promise that no person stands behind (care C1). */
export function factsFor(input: FactsInput): Facts {
  const { plan, settings, now, acknowledged, wroteAt } = input
  return {
    ...crisisFacts(plan.country, plan.minor, settings.confirmedNumbers),
    'clinic-phone': settings.phone ?? THEIR_NUMBER,
    therapist: plan.therapist,
    told: toldIn(input),
    'reads-at': readsAt(input),
    reader: acknowledged?.reader ?? '',
    'read-at': acknowledged ? clockOf(acknowledged.at, now, plan.zone) : '',
    with: input.handedTo ?? plan.therapist,
    'wrote-at': wroteAt ? clockOf(wroteAt, now, plan.zone) : 'an earlier time',
  }
}

/** What can be stated to somebody of whom nothing is known, but the country if they named it. */
export function factsForStranger(country = ''): Facts {
  return {
    ...crisisFacts(country, false),
    'clinic-phone': THEIR_NUMBER,
    therapist: 'your therapist',
    told: 'the clinic',
    'reads-at': WHEN_OPEN,
    reader: '',
    'read-at': '',
    with: 'your therapist',
    'wrote-at': 'an earlier time',
  }
}

const THEIR_NUMBER = 'your usual number for them'
const WHEN_OPEN = 'when the clinic next opens'

function toldIn({ plan, settings, owner }: FactsInput): string {
  return settings.chain.some(({ clinician }) => clinician === owner) ? plan.therapist : 'the clinic'
}

function readsAt({ plan, settings, now }: FactsInput): string {
  const onCall = hoursStand(settings, now) ? null : onCallAt(settings, now)
  if (onCall) return `within ${onCall.minutes} minutes`
  // Without a chain nobody is told, whatever hours are declared: no time can be promised.
  if (settings.chain.length === 0) return WHEN_OPEN
  const next = nextCovered(settings, now)
  if (next === null) return WHEN_OPEN
  if (next <= now) return `within ${usualMinutes(0)} minutes`
  return `from ${dayAndClock(next, now, plan.zone)}`
}

/** Within a week the day's name says which day; farther away it needs its date. */
function dayAndClock(at: Date, now: Date, zone: string): string {
  const [then, today] = [localDay(at, zone), localDay(now, zone)]
  const far = today.until(then, { largestUnit: 'days' }).days > 6
  const day = new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    ...(far && { day: 'numeric', month: 'long' }),
    timeZone: zone,
  }).format(at)
  return `${day} ${clock(at, zone)}`
}

function clockOf(at: Date, now: Date, zone: string): string {
  return localDay(at, zone).equals(localDay(now, zone)) ? clock(at, zone) : dayAndClock(at, now, zone)
}

const localDay = (at: Date, zone: string) => at.toTemporalInstant().toZonedDateTimeISO(zone).toPlainDate()

const clock = (at: Date, zone: string) =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone }).format(at)
