import { isCovered, nextCovered, onCallAt } from '../../care/cover.ts'
import { standsFor } from '../../care/absence.ts'
import { LEVELS } from '../../care/levels.ts'
import type { ClinicSettings } from '../../core/plan.ts'
import type { CommandDeps } from '../operate/verb.ts'

/** Cover as a person reads it: names instead of ids, and how it stands now. */
export interface CoverShown {
  readonly zone: string
  readonly now: { readonly covered: boolean; readonly next: string | null; readonly onCall: string | null }
  readonly hours: ClinicSettings['cover']
  readonly holidays: NonNullable<ClinicSettings['holidays']>
  readonly chain: readonly { name: string; minutes: number; now: string | null; channels: readonly string[] }[]
  readonly absences: readonly { name: string; why: string; from: string; to: string; deputy: string | null }[]
  readonly acknowledgers: { readonly red: number; readonly black: number }
}

export async function coverShown(deps: CommandDeps, settings: ClinicSettings): Promise<CoverShown> {
  const people = await deps.people.clinicians(deps.clinic())
  const now = deps.world.now()
  const nameOf = (id: string | null | undefined) =>
    id === null || id === undefined ? null : (people.find((one) => one.id === id)?.name ?? 'somebody who is gone')
  return {
    zone: settings.zone,
    now: {
      covered: isCovered(settings, now),
      next: nextCovered(settings, now)?.toISOString() ?? null,
      onCall: nameOf(onCallAt(settings, now)?.clinician),
    },
    hours: settings.cover,
    holidays: (settings.holidays ?? []).toSorted((a, b) => a.on.localeCompare(b.on)),
    chain: settings.chain.map(({ clinician, minutes }) => ({
      name: nameOf(clinician) ?? '',
      minutes,
      now: nameOf(standsFor(settings, clinician, now)),
      channels: people.find((one) => one.id === clinician)?.linked ?? [],
    })),
    absences: (settings.absences ?? [])
      .filter(({ to }) => Date.parse(to) > now.getTime())
      .map(({ clinician, why, from, to, deputy }) => ({
        name: nameOf(clinician) ?? '',
        why,
        from,
        to,
        deputy: nameOf(deputy),
      })),
    acknowledgers: {
      red: settings.acknowledgers?.red ?? LEVELS.red.acknowledgers,
      black: settings.acknowledgers?.black ?? LEVELS.black.acknowledgers,
    },
  }
}

export function coverWords(cover: CoverShown): string {
  const { zone, now, hours, holidays, chain, absences } = cover
  return [
    `Now: ${now.covered ? 'covered' : 'not covered'}${now.covered || now.next === null ? '' : `, next at ${now.next}`}${now.onCall === null ? '' : `; on call: ${now.onCall}`}`,
    ...(hours.length === 0 ? ['No hours are declared.'] : []),
    ...hours.map(({ days, from, to }) => `Hours: days ${days.join(', ')} from ${from} to ${to} (${zone})`),
    ...holidays.map(({ on, name = '', windows }) => {
      const when = windows.length === 0 ? 'closed' : windows.map(({ from, to }) => `${from} to ${to}`).join(', ')
      return `Date: ${on} ${name}${name && ' '}${when}`
    }),
    ...chain.map(({ name, minutes, now: stands, channels }, place) => {
      const who = stands === name ? '' : stands === null ? ', away and nobody instead' : `, ${stands} instead`
      return `Chain ${place + 1}: ${name}${who}, ${minutes} minutes, by ${channels.join(', ') || 'no channel'}`
    }),
    ...absences.map(
      ({ name, why, from, to, deputy }) =>
        `${why === 'leave' ? 'Leave' : 'Cannot cover'}: ${name}, ${from} to ${to}${deputy === null ? '' : `, ${deputy} instead`}`,
    ),
  ].join('\n')
}
