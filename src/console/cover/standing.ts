import { isProven, lookAhead, type Span } from '../../care/look-ahead.ts'
import { LEVELS } from '../../care/levels.ts'
import type { ClinicSettings } from '../../core/plan.ts'
import type { DutyPerson } from '../../ports/duty.ts'
import { clock, day, hour } from '../look/time.ts'

/** What is known when cover is looked at. */
export interface Seen {
  readonly settings: ClinicSettings
  readonly people: readonly DutyPerson[]
  readonly names: ReadonlyMap<string, string>
  readonly now: Date
}

/** One thing that was looked at, and where on the page it is cured. */
export interface Finding {
  readonly light: 'ok' | 'warn' | 'bad'
  readonly says: string
  readonly cure: { readonly says: string; readonly at: string } | null
}

/** More would not be read. */
const SPANS_SHOWN = 3

/**
 * What stands at the top of every page until it is cured: that nobody would come. A demo clinic says so already, of
 * everything.
 */
export function alarms(seen: Omit<Seen, 'names'>): string[] {
  const { settings, now } = seen
  if (settings.demo) return []
  const unconfirmed = unconfirmedNow(settings, now)
  const { nobody } = ahead(seen)
  return [
    ...(settings.chain.length === 0 ? ['Nobody is told when a client is in danger: the chain is empty.'] : []),
    ...(unconfirmed
      ? ['Nobody confirmed the round. Clients read that nobody is there until somebody says “I am on”.']
      : []),
    ...(settings.chain.length > 0 && nobody[0]
      ? [`Covered hours that reach nobody: ${spansIn(nobody.slice(0, 1), settings.zone)}.`]
      : []),
  ]
}

/** The next 30 days, every covered hour of them, with what cures what is wrong. Nothing wrong is said too. */
export function findings(seen: Seen): Finding[] {
  return [...chainFindings(seen), ...(seen.settings.cover.length === 0 ? [NO_HOURS] : hourFindings(seen))]
}

export const unconfirmedNow = ({ unconfirmed = [] }: ClinicSettings, now: Date): boolean =>
  unconfirmed.some(({ from, to }) => now.getTime() >= Date.parse(from) && now.getTime() < Date.parse(to))

const NO_HOURS: Finding = {
  light: 'warn',
  says: 'No covered hours are declared: clients read that nobody is promised to read.',
  cure: { says: 'Declare the hours in which somebody is there', at: 'hours' },
}

function ahead({ settings, people, now }: Omit<Seen, 'names'>) {
  const reach = people.map(({ clinician, links }) => ({
    clinician,
    linked: links.length > 0,
    answeredAt: links.map((link) => link.answeredAt).reduce(later, null),
  }))
  return lookAhead(settings, reach, now)
}

function chainFindings({ settings, people, names, now }: Seen): Finding[] {
  const of = (id: string) => people.find(({ clinician }) => clinician === id)
  const said = (all: ClinicSettings['chain']) => all.map(({ clinician }) => nameIn(names, clinician)).join(', ')
  if (settings.chain.length === 0)
    return [
      {
        light: 'bad',
        says: 'Nobody is told when a client is in danger.',
        cure: { says: 'Put somebody into the chain', at: 'chain' },
      },
    ]
  const unlinked = settings.chain.filter(({ clinician }) => (of(clinician)?.links.length ?? 0) === 0)
  const unproven = settings.chain.filter(({ clinician }) => {
    const links = of(clinician)?.links ?? []
    return links.length > 0 && !links.some(({ answeredAt }) => isProven(answeredAt, now))
  })
  return [
    ...(unlinked.length > 0
      ? [
          {
            light: 'bad' as const,
            says: `No channel reaches ${said(unlinked)}.`,
            cure: {
              says: 'They link a channel on their own account page, or somebody else takes their step',
              at: 'chain',
            },
          },
        ]
      : []),
    ...(unproven.length > 0
      ? [
          {
            light: 'warn' as const,
            says: `Nobody knows whether notices reach ${said(unproven)}: none was answered in ${LEVELS.provenDays} days.`,
            cure: { says: 'Send each a test notice that they answer', at: 'chain' },
          },
        ]
      : []),
  ]
}

const WHY_NEVER = {
  'no-link': 'no channel reaches whoever stands there',
  away: 'they are away, without a deputy',
  'told-before': 'whoever stands there was told by an earlier step',
} as const

function hourFindings(seen: Seen): Finding[] {
  const { settings, names } = seen
  const { nobody, unproven, tooLong, never, onCallGone } = ahead(seen)
  const spans = (all: readonly Span[]) => spansIn(all, settings.zone)
  const found: (Finding | false)[] = [
    nobody.length > 0
      ? {
          light: 'bad',
          says: `Covered hours that reach nobody: ${spans(nobody)}.`,
          cure: { says: 'Name a deputy, or take the hours back', at: 'away' },
        }
      : {
          light: 'ok',
          says: `Every covered hour of the next ${LEVELS.lookAheadDays} days reaches a person.`,
          cure: null,
        },
    unproven.length > 0 && {
      light: 'warn',
      says: `Covered hours that only reach people who answered no notice lately: ${spans(unproven)}.`,
      cure: { says: 'Send each a test notice that they answer', at: 'chain' },
    },
    tooLong.length > 0 && {
      light: 'bad',
      says: `More than ${LEVELS.uncoveredHoursAtMost} hours without a covered minute: ${spans(tooLong)}.`,
      cure: { says: 'Cover some of it, or a lead signs why', at: 'long-gap' },
    },
    onCallGone.length > 0 && {
      light: 'warn',
      says: `Nobody is on call as agreed: ${spans(onCallGone)}.`,
      cure: { says: 'Agree on somebody else, or on nobody', at: 'on-call' },
    },
  ]
  const steps = never.map(({ rung, why }): Finding => {
    const name = nameIn(names, settings.chain[rung]?.clinician ?? '')
    return {
      light: 'warn',
      says: `Step ${rung + 1} of the chain (${name}) never runs: ${WHY_NEVER[why]}.`,
      cure: { says: 'Change the chain', at: 'chain' },
    }
  })
  return [...found.filter((one) => one !== false), ...steps]
}

export const nameIn = (names: ReadonlyMap<string, string>, id: string): string =>
  names.get(id) ?? 'somebody who is gone'

function spansIn(spans: readonly Span[], zone: string): string {
  const words = spans
    .slice(0, SPANS_SHOWN)
    .map(
      ({ from, to }) =>
        `${clock(from, zone)} to ${day(from, zone) === day(to, zone) ? hour(to, zone) : clock(to, zone)}`,
    )
  return [...words, ...(spans.length > SPANS_SHOWN ? [`and ${spans.length - SPANS_SHOWN} more`] : [])].join('; ')
}

const later = (a: Date | null, b: Date | null) => (a === null || (b !== null && b > a) ? b : a)
