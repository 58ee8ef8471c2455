import { lookAhead, isProven, type Span } from '../../care/look-ahead.ts'
import { LEVELS } from '../../care/levels.ts'
import type { ClinicId } from '../../core/ids.ts'
import type { ClinicSettings } from '../../core/plan.ts'
import { mayEnrol } from '../../rails/directory-standing.ts'
import type { DutyPerson } from '../../ports/duty.ts'
import type { CommandDeps } from '../operate/verb.ts'
import { bad, ok, warn, type Finding } from './finding.ts'

interface Seen {
  readonly settings: ClinicSettings
  readonly people: readonly (DutyPerson & { readonly name: string })[]
  readonly now: Date
}

/** The chain as it stands, and every hour of the next days: whom it reaches, and what a client reads where it reaches nobody. */
export async function coverFindings(deps: CommandDeps, clinic: ClinicId, settings: ClinicSettings): Promise<Finding[]> {
  const names = new Map((await deps.people.clinicians(clinic)).map(({ id, name }) => [id, name]))
  const people = (await deps.duty.people(clinic)).map((one) => ({ ...one, name: names.get(one.clinician) ?? '' }))
  const seen = { settings, people, now: deps.world.now() }
  return [
    ...chainFindings(seen),
    ...(settings.cover.length === 0
      ? [
          warn(
            'cover',
            'The clinic declared no hours in which a person is reachable.',
            'Declare them with holdfast cover hours; until then clients read that nobody is covering.',
          ),
        ]
      : aheadFindings(seen)),
    ...(await uncoveredText(deps, clinic, seen)),
  ]
}

function chainFindings({ settings, people, now }: Seen): Finding[] {
  const chain = settings.chain.map(({ clinician }) => people.find((one) => one.clinician === clinician))
  if (chain.length === 0) {
    return [bad('chain', 'Nobody is told when a client is in danger.', 'holdfast clinician add --name NAME --on-call.')]
  }
  const unlinked = chain.filter((one) => !one || one.links.length === 0)
  const unproven = chain.filter(
    (one) => one && one.links.length > 0 && !one.links.some((link) => isProven(link.answeredAt, now)),
  )
  return [
    ok('chain', `${chain.length} in the chain: ${namesOf(chain)}.`),
    ...(unlinked.length > 0
      ? [
          bad(
            'links',
            `No channel reaches ${namesOf(unlinked)}.`,
            'They open their pairing link, made by holdfast clinician pair.',
          ),
        ]
      : []),
    ...(unproven.length > 0
      ? [
          warn(
            'proof',
            `Nobody knows whether notices reach ${namesOf(unproven)}: none was answered in ${LEVELS.provenDays} days.`,
            'Send one that they answer: holdfast clinician test NAME.',
          ),
        ]
      : []),
  ]
}

function aheadFindings({ settings, people, now }: Seen): Finding[] {
  const reach = people.map(({ clinician, links }) => ({
    clinician,
    linked: links.length > 0,
    answeredAt: links.map((link) => link.answeredAt).reduce(later, null),
  }))
  const { nobody, unproven, tooLong, never, onCallGone } = lookAhead(settings, reach, now)
  const spans = (all: readonly Span[]) => spansIn(all, settings.zone)
  const found: (Finding | null)[] = [
    nobody.length > 0
      ? bad(
          'cover',
          `Covered hours in which the chain reaches nobody: ${spans(nobody)}.`,
          'Name a deputy (holdfast clinician leave), or take the hours back (holdfast cover holiday).',
        )
      : ok('cover', `Every covered hour of the next ${LEVELS.lookAheadDays} days reaches a person.`),
    unproven.length > 0
      ? warn(
          'cover-proof',
          `Covered hours that only reach people who answered no notice lately: ${spans(unproven)}.`,
          'Send each one that they answer: holdfast clinician test NAME.',
        )
      : null,
    tooLong.length > 0
      ? bad(
          'cover-gap',
          `More than ${LEVELS.uncoveredHoursAtMost} hours without a covered minute: ${spans(tooLong)}.`,
          'Cover some of it, or a lead signs why: holdfast cover long-gap --by LEAD --reason WHY.',
        )
      : null,
    onCallGone.length > 0
      ? warn('on-call', `Nobody is on call as agreed: ${spans(onCallGone)}.`, 'holdfast cover on-call NAME, or --none.')
      : null,
  ]
  const WHY = {
    'no-link': 'no channel reaches whoever stands there',
    away: 'they are away, without a deputy',
    'told-before': 'whoever stands there was told by an earlier step',
  }
  const steps = never.map(({ rung, why }) => {
    const name = people.find((one) => one.clinician === settings.chain[rung]?.clinician)?.name ?? 'somebody who is gone'
    return warn('steps', `Step ${rung + 1} of the chain (${name}) never runs: ${WHY[why]}.`, 'See holdfast cover.')
  })
  return [...found.filter((one) => one !== null), ...steps]
}

/** In uncovered hours a client reads when somebody reads, and lines that were verified (care C1). */
async function uncoveredText(deps: CommandDeps, clinic: ClinicId, { settings, now }: Seen): Promise<Finding[]> {
  if (lookAhead(settings, [], now).closed.length === 0) return []
  const lived = await deps.duty.clientCountries(clinic)
  const unsure = lived.filter((country) => mayEnrol(country, now, settings.confirmedNumbers) !== 'yes')
  if (unsure.length > 0) {
    return [
      bad(
        'night-lines',
        `In uncovered hours clients in ${unsure.join(', ')} read numbers that nobody verified.`,
        'Ring or read each, then: holdfast directory confirm COUNTRY NUMBER --by NAME.',
      ),
    ]
  }
  return [
    warn(
      'night-lines',
      'Uncovered hours have verified numbers. When each line is open is not known, so nobody can say which answers at night.',
      'Ask each line for its hours, and tell clients in session.',
    ),
  ]
}

const SHOWN = 5

function spansIn(spans: readonly Span[], timeZone: string): string {
  const moment = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  })
  const words = spans.slice(0, SHOWN).map(({ from, to }) => `${moment.format(from)} to ${moment.format(to)}`)
  return [...words, ...(spans.length > SHOWN ? [`and ${spans.length - SHOWN} more`] : [])].join('; ')
}

const later = (a: Date | null, b: Date | null) => (a === null || (b !== null && b > a) ? b : a)

const namesOf = (people: readonly ({ name: string } | undefined)[]) =>
  people.map((person) => person?.name || 'somebody who is gone').join(', ')
