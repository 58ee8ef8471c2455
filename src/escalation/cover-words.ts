import { nextHours, onCallAt } from '../care/cover.ts'
import { coveredUntil, onDuty } from '../care/round.ts'
import type { ClinicianId, ClinicId } from '../core/ids.ts'
import type { ClinicSettings } from '../core/plan.ts'
import type { DutyStore } from '../ports/duty.ts'

const MINUTE = 60_000

/** Who covers until when, and who afterwards, by the clinic's clock: one line each (care C22). */
export async function coverWords(
  duty: Pick<DutyStore, 'clinicianName'>,
  clinic: ClinicId,
  { settings, now }: { settings: ClinicSettings; now: Date },
): Promise<{ readonly today: string; readonly tonight: string }> {
  const named = (who: readonly ClinicianId[]) => Promise.all(who.map((one) => duty.clinicianName(clinic, one)))
  const until = coveredUntil(settings, now)
  const here = await named(onDuty(settings, now))
  const after = new Date(until.getTime() + MINUTE)
  const opens = nextHours(settings, after)
  const onCall = onCallAt(settings, after)
  const [night] = onCall ? await named([onCall.clinician]) : []
  const { zone } = settings
  return {
    today: `Hours until ${clockIn(until, zone)}: ${here.length === 0 ? 'nobody is there' : here.join(', then ')}.`,
    tonight: `After that: ${night === undefined ? 'nobody is told' : `${night} on call`}${opens === null ? '' : ` until ${dayAndClock(opens, zone)}`}.`,
  }
}

/** '08:30' where the clinic is. */
export const clockIn = (at: Date, timeZone: string) =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(at)

/** 'Mon 08:30' where the clinic is. */
export const dayAndClock = (at: Date, timeZone: string) =>
  `${new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone }).format(at)} ${clockIn(at, timeZone)}`
