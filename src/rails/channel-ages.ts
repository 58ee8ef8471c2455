import { localDay } from './local-hours.ts'
import { z } from 'zod'
import type { ChannelName } from '../core/ids.ts'
import type { Plan } from '../core/plan.ts'
import reviewed from './reviewed/channel-ages.json' with { type: 'json' }

const Age = z.int().min(0).max(21)
const Ages = z.partialRecord(z.enum(['telegram', 'slack']), Age)

/** The youngest ages by the platforms' terms (care C10). Unverified until the clinic confirms them. */
const AGES = z
  .strictObject({
    what: z.string(),
    source: z.string(),
    date: z.iso.date(),
    signedOffBy: z.string().nullable(),
    everywhere: Ages,
    inCountry: z.record(z.string().regex(/^[A-Z]{2}$/), Ages),
    ofAge: Age,
  })
  .parse(reviewed)

/** Years from which a platform may be used in a country; null: it sets no age. */
export function youngestOn(channel: ChannelName, country: string): number | null {
  const named = channel as keyof z.infer<typeof Ages>
  return AGES.inCountry[country]?.[named] ?? AGES.everywhere[named] ?? null
}

/** Every age of the list; country null: wherever no other is set. */
export function listedAges(): { channel: string; country: string | null; age: number }[] {
  const of = (country: string | null, ages: z.infer<typeof Ages>) =>
    Object.entries(ages).map(([channel, age]) => ({ channel, country, age }))
  return [
    ...of(null, AGES.everywhere),
    ...Object.entries(AGES.inCountry).flatMap(([country, ages]) => of(country, ages)),
  ]
}

/** Whether somebody born on that day is of age on this one; both are local days. */
export const isOfAge = (born: string, today: string): boolean => yearsBetween(born, today) >= AGES.ofAge

/** The plan as it is at this client's age: from the day of birth where it is known, whatever was written down then. */
export function atThisAge(plan: Plan, now: Date): Plan {
  if (plan.born === undefined) return plan
  return { ...plan, minor: !isOfAge(plan.born, localDay(now, plan.zone).toString()) }
}

/**
 * Whether a client came of age after they said yes: then they are asked again, in their own right (care C10). Null for
 * `consentedAt`: they never said it.
 */
export function cameOfAge({ born, zone }: Pick<Plan, 'born' | 'zone'>, consentedAt: Date | null, now: Date): boolean {
  if (born === undefined || consentedAt === null) return false
  const dayOf = (at: Date) => localDay(at, zone).toString()
  return isOfAge(born, dayOf(now)) && !isOfAge(born, dayOf(consentedAt))
}

/**
 * Whether a client may be linked on a channel. A minor whose day of birth nobody wrote down counts as too young where
 * the platform sets an age: the web page stays open to everybody.
 */
export function mayLinkOn(channel: ChannelName, plan: Pick<Plan, 'minor' | 'born' | 'country' | 'zone'>, now: Date) {
  const youngest = plan.minor ? youngestOn(channel, plan.country) : null
  if (youngest === null) return 'yes' as const
  if (plan.born === undefined) return 'age-unknown' as const
  const today = localDay(now, plan.zone).toString()
  return yearsBetween(plan.born, today) >= youngest ? ('yes' as const) : ('too-young' as const)
}

/** Whole years; somebody born on 29 February is a year older on 1 March where there is no such day. */
function yearsBetween(born: string, today: string): number {
  const [from, to] = [Temporal.PlainDate.from(born), Temporal.PlainDate.from(today)]
  const hadBirthday = to.month > from.month || (to.month === from.month && to.day >= from.day)
  return to.year - from.year - (hadBirthday ? 0 : 1)
}
