import { localDay } from '../rails/local-hours.ts'
import type { ClinicianId } from '../core/ids.ts'
import type { ClinicSettings } from '../core/plan.ts'
import { isAway, standsFor } from './absence.ts'
import { hoursStand, spansOn } from './cover.ts'
import { LEVELS } from './levels.ts'

/** A round that is over is not told late: after so many hours it has lost its use. */
const TOLD_WITHIN_HOURS = 4
const DAYS_AHEAD = 15

/** `roll-up`: what the leads read once a day, with the evening round (care C22). */
export type Due = 'morning' | 'evening' | 'drill' | 'roll-up'

/** What should have been told by now on this local day: the rounds in covered hours, the drill on its weekday. */
export function dueNow(settings: ClinicSettings, now: Date): { readonly day: string; readonly due: readonly Due[] } {
  const local = now.toTemporalInstant().toZonedDateTimeISO(settings.zone)
  const { morning, evening } = settings.rounds ?? LEVELS.round
  const { weekday, at } = LEVELS.drill
  const isPast = (clock: string) => {
    const hours = (now.getTime() - local.withPlainTime(clock).epochMilliseconds) / 3_600_000
    return hours >= 0 && hours < TOLD_WITHIN_HOURS
  }
  const due: (Due | false)[] = [
    isPast(morning) && hoursStand(settings, now) && 'morning',
    isPast(evening) && hoursStand(settings, now) && 'evening',
    local.dayOfWeek === weekday && isPast(at) && 'drill',
    isPast(evening) && hoursStand(settings, now) && 'roll-up',
  ]
  return { day: local.toPlainDate().toString(), due: due.filter((one) => one !== false) }
}

/** The next clinic round in covered hours, from a moment on; null: none in sight. */
export function nextRound(settings: ClinicSettings, at: Date): Date | null {
  const { morning, evening } = settings.rounds ?? LEVELS.round
  const today = localDay(at, settings.zone)
  for (let ahead = 0; ahead < DAYS_AHEAD; ahead++)
    for (const clock of [morning, evening]) {
      const plainTime = Temporal.PlainTime.from(clock)
      const round = today.add({ days: ahead }).toZonedDateTime({ timeZone: settings.zone, plainTime })
      const when = new Date(round.epochMilliseconds)
      if (when >= at && hoursStand(settings, when)) return when
    }
  return null
}

/** Who is on duty: whoever stands in the chain now, each once. */
export function onDuty(settings: ClinicSettings, now: Date): ClinicianId[] {
  const stands = settings.chain.map(({ clinician }) => standsFor(settings, clinician, now))
  return [...new Set(stands.filter((one) => one !== null))]
}

/** Who agreed to stand in, as a deputy or on call, is here now and was not asked: they are asked before the leads are told. */
export function standIns(settings: ClinicSettings, now: Date): ClinicianId[] {
  const asked = onDuty(settings, now)
  const agreed = [settings.onCall?.clinician, ...(settings.absences ?? []).map(({ deputy }) => deputy)]
  const here = agreed.filter((one) => one !== undefined && !asked.includes(one) && !isAway(settings, one, now))
  return [...new Set(here)].filter((one) => one !== undefined)
}

/** Until when this stretch of covered hours lasts; now, if they do not stand. */
export function coveredUntil(settings: ClinicSettings, now: Date): Date {
  const today = localDay(now, settings.zone)
  const ends = [today.subtract({ days: 1 }), today]
    .flatMap((day) => spansOn(settings, day))
    .filter(({ from, to }) => now.getTime() >= from && now.getTime() < to)
    .map(({ to }) => to)
  return new Date(Math.max(now.getTime(), ...ends))
}
