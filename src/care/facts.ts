import { localDay } from '../rails/local-hours.ts'
import type { ClinicianId } from '../core/ids.ts'
import type { ClinicSettings, Plan } from '../core/plan.ts'
import type { Facts } from '../core/render.ts'
import { crisisContacts, crisisFacts } from '../rails/crisis-directory.ts'
import { hoursStand, nextCovered, onCallAt, type Cover } from './cover.ts'
import { factWords } from './fact-words.ts'
import { usualMinutes } from './levels.ts'

export interface FactsInput {
  readonly plan: Pick<Plan, 'country' | 'lang' | 'minor' | 'therapist' | 'zone'>
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
  const words = factWords(plan.lang)
  return {
    ...crisisFacts(plan.country, plan.minor, settings.confirmedNumbers, plan.lang),
    'clinic-phone': settings.phone ?? words.theirNumber,
    therapist: plan.therapist,
    told: toldIn(input),
    'reads-at': readsAt(input),
    reader: acknowledged?.reader ?? '',
    'read-at': acknowledged ? clockOf(acknowledged.at, now, plan) : '',
    with: input.handedTo ?? plan.therapist,
    'wrote-at': wroteAt ? clockOf(wroteAt, now, plan) : words.earlier,
  }
}

/** The numbers among these facts that a phone can keep as a card. */
export const contactsFor = ({ plan, settings }: Pick<FactsInput, 'plan' | 'settings'>) =>
  crisisContacts(plan.country, plan.minor, settings.confirmedNumbers, plan.lang)

/** What can be stated to somebody of whom nothing is known, but the country if they named it. */
export function factsForStranger(country = ''): Facts {
  const words = factWords('en')
  return {
    ...crisisFacts(country, false),
    'clinic-phone': words.theirNumber,
    therapist: words.yourTherapist,
    told: words.theClinic,
    'reads-at': words.whenOpen,
    reader: '',
    'read-at': '',
    with: words.yourTherapist,
    'wrote-at': words.earlier,
  }
}

function toldIn({ plan, settings, owner }: FactsInput): string {
  return settings.chain.some(({ clinician }) => clinician === owner) ? plan.therapist : factWords(plan.lang).theClinic
}

function readsAt({ plan, settings, now }: FactsInput): string {
  const words = factWords(plan.lang)
  const onCall = hoursStand(settings, now) ? null : onCallAt(settings, now)
  if (onCall) return words.within(onCall.minutes)
  // Without a chain nobody is told, whatever hours are declared: no time can be promised.
  if (settings.chain.length === 0) return words.whenOpen
  const next = nextCovered(settings, now)
  if (next === null) return words.whenOpen
  if (next <= now) return words.within(usualMinutes(0))
  return words.from(dayAndClock(next, now, plan))
}

type Where = Pick<Plan, 'zone' | 'lang'>

/** Within a week the day's name says which day; farther away it needs its date. */
function dayAndClock(at: Date, now: Date, { zone, lang }: Where): string {
  const [then, today] = [localDay(at, zone), localDay(now, zone)]
  const far = today.until(then, { largestUnit: 'days' }).days > 6
  const day = new Intl.DateTimeFormat(factWords(lang).locale, {
    weekday: 'long',
    ...(far && { day: 'numeric', month: 'long' }),
    timeZone: zone,
  }).format(at)
  return `${day} ${clock(at, zone)}`
}

function clockOf(at: Date, now: Date, where: Where): string {
  const { zone } = where
  return localDay(at, zone).equals(localDay(now, zone)) ? clock(at, zone) : dayAndClock(at, now, where)
}

const clock = (at: Date, zone: string) =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone }).format(at)
