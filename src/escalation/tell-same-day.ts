import { amberDeadline, sameDayUntold } from '../care/amber.ts'
import { hoursStand } from '../care/cover.ts'
import { onDuty, standIns } from '../care/round.ts'
import type { ClinicId, RowId } from '../core/ids.ts'
import type { ClinicSettings } from '../core/plan.ts'
import type { NoticeRow } from '../ports/duty.ts'
import { onFirstLink } from './notice-rows.ts'
import { sameDayNotice } from './round-text.ts'
import type { RoundDeps } from './rounds.ts'

interface Look {
  readonly clinic: ClinicId
  readonly settings: ClinicSettings
  readonly day: string
  readonly now: Date
}

/**
 * An answer to a risk item that is new or higher, or words about suicide and self-harm, after the day's last round: whoever
 * is on duty is told once, so that it is surely seen that day. Resolves with how many were told now.
 */
export async function tellSameDay(deps: RoundDeps, { clinic, settings, day, now }: Look): Promise<number> {
  if (!hoursStand(settings, now)) return 0
  const { ambers } = await deps.duty.roundCounts(clinic, 0)
  let told = 0
  for (const amber of sameDayUntold(ambers, settings, now)) {
    const deadline = amberDeadline(amber, settings) ?? now
    const notice = sameDayNotice({ pseudonym: amber.pseudonym, deadline }, settings.zone)
    const notices = await toWhoeverIsThere(deps, { clinic, settings, now, notice })
    if (notices.length === 0) continue
    const done = await deps.duty.tellDaily({ clinic, what: `same-day-${amber.flag}`, day, notices })
    if (done === 'told') told++
  }
  return told
}

/** Whoever is on duty; where they have no channel, whoever agreed to stand in; else the leads. */
async function toWhoeverIsThere(
  { duty, world }: RoundDeps,
  { clinic, settings, now, notice }: Omit<Look, 'day'> & { readonly notice: NoticeRow['notice'] },
): Promise<NoticeRow[]> {
  const people = (await duty.people(clinic)).filter(({ links }) => links.length > 0)
  for (const asked of [onDuty(settings, now), standIns(settings, now)]) {
    const here = people.filter(({ clinician }) => asked.includes(clinician))
    if (here.length > 0) return here.flatMap((person) => onFirstLink(person, notice, world))
  }
  return (await duty.leadLinks(clinic)).map((link) => ({ id: world.newId() as RowId, link, notice }))
}
