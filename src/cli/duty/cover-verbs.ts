import { z } from 'zod'
import type { Holiday } from '../../core/duty.ts'
import { ClinicSettings, CoverWindow } from '../../core/plan.ts'
import { By, clinicianNamed, personNamed, refused, verb, type CommandDeps, type Verb } from '../operate/verb.ts'
import { usualMinutes } from '../../care/levels.ts'
import { coverShown } from './cover-shown.ts'
import { change, settingsOf } from './settings.ts'

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const Clock = CoverWindow.shape.from
const Minutes = z.coerce.number().pipe(z.int().min(1).max(1_440))

/** `cover`: the hours, the calendar, the chain, and who is on call outside them. */
export function coverVerbs(deps: CommandDeps): Record<string, Verb> {
  return {
    'duty.cover': verb({}, async () => coverShown(deps, await settingsOf(deps))),
    'duty.hours': verb(
      { days: z.string(), from: Clock, to: Clock, also: z.boolean().default(false), by: By },
      async ({ days, from, to, also, by }) => {
        const window = { days: daysIn(days), from, to }
        return coverShown(
          deps,
          await change(deps, by, (now) => ({ ...now, cover: [...(also ? now.cover : []), window] })),
        )
      },
    ),
    'duty.holiday': verb(
      {
        on: z.iso.date('is no date; write it as 2026-12-25'),
        name: z.string().max(80).optional(),
        from: Clock.optional(),
        to: Clock.optional(),
        remove: z.boolean().default(false),
        by: By,
      },
      async ({ remove, by, ...holiday }) => {
        const day = remove ? null : holidayOf(holiday)
        return coverShown(
          deps,
          await change(deps, by, (now) => ({
            ...now,
            holidays: [...(now.holidays ?? []).filter(({ on }) => on !== holiday.on), ...(day ? [day] : [])],
          })),
        )
      },
    ),
    ...chainVerbs(deps),
    ...watchVerbs(deps),
  }
}

function chainVerbs(deps: CommandDeps): Record<string, Verb> {
  return {
    'duty.chain': verb(
      { clinicians: z.array(z.string()).min(1), minutes: z.array(Minutes).default([]), by: By },
      async ({ clinicians, minutes, by }) => {
        const people = await Promise.all(clinicians.map((who) => clinicianNamed(deps, who)))
        const chain = people.map(({ id }, place) => ({
          clinician: id,
          minutes: minutes[place] ?? minutes.at(-1) ?? usualMinutes(place),
        }))
        return coverShown(deps, await change(deps, by, (now) => ({ ...now, chain })))
      },
    ),
    'duty.onCall': verb(
      { clinician: z.string().optional(), minutes: Minutes.default(15), none: z.boolean().default(false), by: By },
      async ({ clinician, minutes, none, by }) => {
        if (none) {
          return coverShown(deps, await change(deps, by, ({ onCall: _gone, ...now }) => now))
        }
        if (clinician === undefined)
          throw refused('Nobody is named.', 'Say who: holdfast cover on-call NAME, or --none.')
        const person = await clinicianNamed(deps, clinician)
        // Their own device confirmed the link, so a link is what shows that they can be told at night (care C1).
        if (person.linked.length === 0) {
          throw refused(
            `${person.name} has confirmed no channel yet, so nothing could reach them.`,
            'Cure: holdfast clinician pair.',
          )
        }
        const agreedOn = deps.world.now().toISOString().slice(0, 10)
        return coverShown(
          deps,
          await change(deps, by, (now) => ({ ...now, onCall: { clinician: person.id, minutes, agreedOn } })),
        )
      },
    ),
    'duty.longGap': verb({ by: z.string(), reason: z.string().trim().min(1).max(500) }, async ({ by, reason }) => {
      const lead = await clinicianNamed(deps, by)
      if (lead.role !== 'lead') throw refused(`${lead.name} is no lead, and a lead signs for more than 72 hours.`)
      const longGap = { by: lead.name, on: deps.world.now().toISOString().slice(0, 10), reason }
      return coverShown(deps, await change(deps, await personNamed(deps, by), (now) => ({ ...now, longGap })))
    }),
    'duty.acknowledgers': verb(
      { level: z.enum(['red', 'black']), count: z.coerce.number().pipe(z.int().min(1).max(3)), by: By },
      async ({ level, count, by }) =>
        coverShown(
          deps,
          await change(deps, by, (now) => ({ ...now, acknowledgers: { ...now.acknowledgers, [level]: count } })),
        ),
    ),
  }
}

/** When somebody looks without being called: the rounds, and an address outside. */
function watchVerbs(deps: CommandDeps): Record<string, Verb> {
  return {
    'duty.rounds': verb({ morning: Clock, evening: Clock, by: By }, async ({ morning, evening, by }) =>
      coverShown(deps, await change(deps, by, (now) => ({ ...now, rounds: { morning, evening } }))),
    ),
    'duty.heartbeat': verb(
      { url: ClinicSettings.shape.heartbeatUrl, none: z.boolean().default(false), by: By },
      async ({ url, none, by }) => {
        if (url === undefined && !none)
          throw refused('No address is given.', 'Give the address that is asked for once a minute, or --none.')
        return coverShown(
          deps,
          await change(deps, by, ({ heartbeatUrl: _before, ...now }) => ({
            ...now,
            ...(url && { heartbeatUrl: url }),
          })),
        )
      },
    ),
  }
}

/** `mon-fri`, `sat`, `mon,wed,fri`: ISO days. A span may run over Sunday. */
export function daysIn(text: string): number[] {
  const dayOf = (name: string) => {
    const day = DAYS.findIndex((one) => one === name.trim().slice(0, 3).toLowerCase())
    if (day === -1) throw refused(`There is no day "${name}". Write mon-fri, or mon,wed,fri.`)
    return day
  }
  const days = text.split(',').flatMap((part) => {
    const [from = '', to = from] = part.split('-')
    const [first, last] = [dayOf(from), dayOf(to)]
    return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_none, step) => ((first + step) % 7) + 1)
  })
  return [...new Set(days)].sort((a, b) => a - b)
}

interface GivenHoliday {
  readonly on: string
  readonly name?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

function holidayOf({ on, name, from, to }: GivenHoliday): Holiday {
  if ((from === undefined) !== (to === undefined))
    throw refused('A date has both hours, or none: then nobody is there.', 'Give both --from and --to, or neither.')
  const windows = from !== undefined && to !== undefined ? [{ from, to }] : []
  return { on, ...(name !== undefined && { name }), windows }
}
