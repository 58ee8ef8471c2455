import { z } from 'zod'
import { nextHours } from '../../care/cover.ts'
import type { Absence } from '../../core/duty.ts'
import { By, clinicianNamed, refused, verb, type CommandDeps, type Verb } from '../operate/verb.ts'
import { coverShown } from './cover-shown.ts'
import { change, settingsOf, startOf } from './settings.ts'

const Day = z.iso.date('is no date; write it as 2026-12-24')
const TEN_HOURS_MS = 10 * 60 * 60_000

/** `clinician leave`, `clinician cannot-cover`, `clinician back`. */
export function leaveVerbs(deps: CommandDeps): Record<string, Verb> {
  return {
    'duty.leave': verb(
      { clinician: z.string(), from: Day, to: Day, deputy: z.string().optional(), by: By },
      async ({ clinician, from, to, deputy, by }) => {
        if (to < from)
          throw refused(`Leave ends on ${to}, before it begins on ${from}. Give the first and the last day.`)
        const { zone } = await settingsOf(deps)
        // The last day is a day of leave: it ends with the midnight after it.
        const end = startOf(Temporal.PlainDate.from(to).add({ days: 1 }).toString(), zone)
        return add(deps, { clinician, deputy, by }, { why: 'leave', from: startOf(from, zone), to: end })
      },
    ),
    'duty.cannotCover': verb(
      {
        clinician: z.string(),
        until: z.iso.datetime({ offset: true }).optional(),
        deputy: z.string().optional(),
        by: By,
      },
      async ({ clinician, until, deputy, by }) => {
        const now = deps.world.now()
        const to = until === undefined ? untilMorning(await settingsOf(deps), now) : new Date(until)
        if (to <= now) throw refused(`${to.toISOString()} is over already.`, 'Give a later --until, or leave it out.')
        return add(deps, { clinician, deputy, by }, { why: 'cannot-cover', from: now, to })
      },
    ),
    'duty.back': verb({ clinician: z.string(), by: By }, async ({ clinician, by }) => {
      const { id } = await clinicianNamed(deps, clinician)
      const absences = (all: readonly Absence[] = []) => all.filter((one) => one.clinician !== id)
      return coverShown(deps, await change(deps, by, (now) => ({ ...now, absences: absences(now.absences) })))
    }),
  }
}

/** The next opening of the clinic's hours after the night, or ten hours where it declared none. */
function untilMorning(settings: Parameters<typeof nextHours>[0], now: Date): Date {
  const later = new Date(now.getTime() + TEN_HOURS_MS)
  return nextHours(settings, later) ?? later
}

interface Who {
  readonly clinician: string
  readonly deputy: string | undefined
  readonly by: string
}

async function add(deps: CommandDeps, who: Who, { why, from, to }: { why: Absence['why']; from: Date; to: Date }) {
  const person = await clinicianNamed(deps, who.clinician)
  const deputy = who.deputy === undefined ? undefined : await clinicianNamed(deps, who.deputy)
  if (deputy?.id === person.id) throw refused(`${person.name} cannot stand for themselves. Name somebody else.`)
  if (deputy?.linked.length === 0)
    throw refused(`No channel reaches ${deputy.name} yet.`, 'Cure: holdfast clinician pair, or another deputy.')
  const absence: Absence = {
    clinician: person.id,
    from: from.toISOString(),
    to: to.toISOString(),
    why,
    ...(deputy && { deputy: deputy.id }),
  }
  const changed = await change(deps, who.by, (now) => ({
    ...now,
    // What is over tells nobody anything any more; the audit keeps it.
    absences: [...(now.absences ?? []).filter((one) => Date.parse(one.to) > deps.world.now().getTime()), absence],
  }))
  return coverShown(deps, changed)
}
