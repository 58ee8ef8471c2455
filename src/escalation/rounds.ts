import { codeOf } from '../core/errors.ts'
import type { ClinicianId, ClinicId, LinkId, RowId } from '../core/ids.ts'
import type { Notice } from '../core/message.ts'
import type { ClinicSettings } from '../core/plan.ts'
import { localDay } from '../rails/local-hours.ts'
import { amberDeadline, overdueAmbers } from '../care/amber.ts'
import { nextHours } from '../care/cover.ts'
import { LEVELS } from '../care/levels.ts'
import { coveredUntil, dueNow, onDuty, standIns, type Due } from '../care/round.ts'
import type { DutyStore } from '../ports/duty.ts'
import type { PeopleStore } from '../ports/people.ts'
import type { Log, World } from '../ports/world.ts'
import type { AckRef } from './ack-ref.ts'
import { onEveryLink } from './notice-rows.ts'
import { plainNotice } from './notice-text.ts'
import { coverWords } from './cover-words.ts'
import { rollUpNotice } from './roll-up.ts'
import { tellSameDay } from './tell-same-day.ts'
import {
  drillMissed,
  drillNotice,
  mostUrgentNotice,
  overdueNotice,
  roundNotice,
  unconfirmedNotice,
} from './round-text.ts'

export interface RoundDeps {
  readonly duty: Pick<
    DutyStore,
    | 'people'
    | 'leadLinks'
    | 'tellDaily'
    | 'roundCounts'
    | 'roundClients'
    | 'alarmCounts'
    | 'roundStanding'
    | 'answerRound'
    | 'clinicianName'
  >
  settingsOf(clinic: ClinicId): Promise<ClinicSettings | undefined>
  readonly people: Pick<PeopleStore, 'saveSettings'>
  /** With the eyes of whoever asks: they read of nobody whom they may not see (P11). */
  peopleAs(by: ClinicianId): Pick<PeopleStore, 'flags'>
  /** Where the console stands: 'https://clinic.example/console'. */
  readonly consoleUrl: string
  readonly world: Pick<World, 'now' | 'newId'>
  readonly log: Log
}

const MINUTE = 60_000
const LOOK_EVERY_MS = MINUTE
const OVERNIGHT_MS = 16 * 60 * MINUTE

/**
 * The two clinic rounds a day, the leads' roll-up and the weekly drill. A round that nobody confirms is told to the leads, and clients read
 * from then on that nobody is there; the chain is told all the same. A drill that nobody answers is told to the leads.
 * Resolves with how many were told now.
 */
export function createRounds(deps: RoundDeps): (clinic: ClinicId) => Promise<number> {
  const looked = new Map<ClinicId, number>()
  return async (clinic) => {
    const now = deps.world.now()
    if (now.getTime() - (looked.get(clinic) ?? -Infinity) < LOOK_EVERY_MS) return 0
    looked.set(clinic, now.getTime())
    try {
      const settings = await deps.settingsOf(clinic)
      if (!settings || settings.chain.length === 0) return 0
      const { day, due } = dueNow(settings, now)
      let told = 0
      for (const what of due) told += await tellOrChase(deps, { clinic, settings, day, what, now })
      return told + (await tellSameDay(deps, { clinic, settings, day, now }))
    } catch (error) {
      deps.log.error('escalation.round-failed', { clinic, code: codeOf(error) })
      return 0
    }
  }
}

interface At {
  readonly clinic: ClinicId
  readonly settings: ClinicSettings
  readonly day: string
  readonly what: Due
  readonly now: Date
}

async function tellOrChase(deps: RoundDeps, at: At): Promise<number> {
  const standing = await deps.duty.roundStanding(at.clinic, at.what, at.day)
  if (!standing) return tell(deps, at)
  if (at.what === 'roll-up') return 0
  const minutes = at.what === 'drill' ? LEVELS.drill.answerMinutes : LEVELS.round.confirmMinutes
  const waited = standing.now.getTime() - standing.toldAt.getTime()
  if (waited < minutes * MINUTE || standing.on > 0) return 0
  if (at.what === 'drill') return chase(deps, { ...at, what: at.what })
  const asked = await askStandIns(deps, { ...at, what: at.what })
  return asked === 'nobody' || waited >= 2 * minutes * MINUTE ? chase(deps, { ...at, what: at.what }) : asked
}

/** The same round, with the same buttons, to whoever agreed to stand in: once, and they have as long as those before them. */
async function askStandIns(deps: RoundDeps, at: InRound): Promise<number | 'nobody'> {
  const { clinic, settings, day, what, now } = at
  const agreed = standIns(settings, now)
  const people = (await deps.duty.people(clinic)).filter(({ clinician }) => agreed.includes(clinician))
  if (people.every(({ links }) => links.length === 0)) return 'nobody'
  const noticeOf = await roundFor(deps, at)
  const notices = people.flatMap((person) => onEveryLink(person, noticeOf(person.clinician), deps.world))
  return (await deps.duty.tellDaily({ clinic, what: `${what}-stand-ins`, day, notices })) === 'told' ? 1 : 0
}

type InRound = At & { readonly what: 'morning' | 'evening' }

/** The counts are the clinic's; the sessions are each person's own (P11). */
async function roundFor({ duty, consoleUrl }: RoundDeps, { clinic, settings, day, what, now }: InRound) {
  const [counts, clients, cover] = await Promise.all([
    duty.roundCounts(clinic, OVERNIGHT_MS),
    duty.roundClients(clinic, OVERNIGHT_MS),
    coverWords(duty, clinic, { settings, now }),
  ])
  const { zone } = settings
  const due = [counts.nearestDeadline, ...counts.ambers.map((one) => amberDeadline(one, settings))]
  const times = due.filter((one) => one !== null).map((one) => one.getTime())
  const shown = {
    what,
    day,
    zone,
    counts,
    expected: clients.filter(({ expected }) => expected).length,
    silent: clients.filter(({ silent }) => silent).length,
    nearest: times.length === 0 ? null : new Date(Math.min(...times)),
    overdue: overdueAmbers(counts.ambers, settings, now).length,
    cover,
    consoleUrl,
  }
  return (clinician: ClinicianId) => {
    const own = clients.filter(({ owner }) => owner === clinician)
    const sessions = own.flatMap(({ client, pseudonym, sessions: all }) =>
      all
        .filter((at) => localDay(at, zone).toString() === day)
        .map((at) => ({ at, pseudonym, link: `${consoleUrl}/clients/${client}/summary` })),
    )
    return roundNotice(
      shown,
      sessions.sort((one, other) => one.at.getTime() - other.at.getTime()),
    )
  }
}

async function tell(deps: RoundDeps, at: At): Promise<number> {
  const { clinic, settings, day, what, now } = at
  if (what === 'roll-up') return tellLeads(deps, at)
  const asked = onDuty(settings, now)
  const people = (await deps.duty.people(clinic)).filter(({ clinician }) => asked.includes(clinician))
  const noticeOf = what === 'drill' ? () => drillNotice(day) : await roundFor(deps, { ...at, what })
  const notices = people.flatMap((person) => onEveryLink(person, noticeOf(person.clinician), deps.world))
  if ((await deps.duty.tellDaily({ clinic, what, day, notices })) !== 'told') return 0
  return what === 'drill' ? 1 : 1 + (await tellOverdue(deps, { ...at, what }))
}

async function tellLeads(deps: RoundDeps, { clinic, settings, day, now }: At): Promise<number> {
  const notice = await rollUpNotice(deps.duty, { clinic, settings, now, sinceMs: OVERNIGHT_MS })
  const notices = (await deps.duty.leadLinks(clinic)).map((link) => rowTo(deps, link, notice))
  return (await deps.duty.tellDaily({ clinic, what: 'roll-up', day, notices })) === 'told' ? 1 : 0
}

/** Ambers past their deadline go to the leads and whoever agreed to stand in, with the round (care C24). */
async function tellOverdue(deps: RoundDeps, { clinic, settings, day, what, now }: InRound): Promise<number> {
  const { ambers } = await deps.duty.roundCounts(clinic, OVERNIGHT_MS)
  const overdue = overdueAmbers(ambers, settings, now)
  if (overdue.length === 0) return 0
  const notice = overdueNotice(overdue, settings.zone)
  const agreed = standIns(settings, now)
  const deputies = (await deps.duty.people(clinic)).filter(({ clinician }) => agreed.includes(clinician))
  const links = [
    ...(await deps.duty.leadLinks(clinic)),
    ...deputies.flatMap((one) => one.links.map(({ link }) => link)),
  ]
  const notices = [...new Set(links)].map((link) => rowTo(deps, link, notice))
  return (await deps.duty.tellDaily({ clinic, what: `${what}-overdue`, day, notices })) === 'told' ? 1 : 0
}

async function chase(
  deps: RoundDeps,
  { clinic, settings, day, what, now }: At & { readonly what: Exclude<Due, 'roll-up'> },
): Promise<number> {
  const mark = what === 'drill' ? 'drill-missed' : (`${what}-unconfirmed` as const)
  const notice = what === 'drill' ? drillMissed() : unconfirmedNotice(what)
  const notices = (await deps.duty.leadLinks(clinic)).map((link) => rowTo(deps, link, notice))
  if ((await deps.duty.tellDaily({ clinic, what: mark, day, notices })) !== 'told') return 0
  deps.log.warn('escalation.round-unconfirmed', { clinic, what })
  if (what === 'drill') return 1
  const span = { from: now.toISOString(), to: coveredUntil(settings, now).toISOString() }
  const kept = (settings.unconfirmed ?? []).filter(({ to }) => Date.parse(to) > now.getTime())
  await deps.people.saveSettings(clinic, { ...settings, unconfirmed: [...kept, span] }, 'clinic round')
  return 1
}

const rowTo = ({ world }: RoundDeps, link: LinkId, notice: Notice) => ({ id: world.newId() as RowId, link, notice })

type RoundRef = Extract<AckRef, { kind: 'round' | 'drill' | 'next' }>

/** [I am on], [I cannot cover] or [I got this] was pressed. Null: that round was never told. */
export function createAnswerRound(
  deps: RoundDeps,
  clinic: ClinicId,
): (ref: RoundRef, by: ClinicianId) => Promise<Notice | null> {
  return async (ref, by) => {
    const settings = await deps.settingsOf(clinic)
    if (!settings) return null
    if (ref.kind === 'next') return mostUrgentNotice(await deps.peopleAs(by).flags(clinic), settings, deps.consoleUrl)
    const asked = ref.kind === 'drill' ? { what: 'drill' as const, day: ref.day, says: 'on' as const } : roundOf(ref)
    if (!asked || !(await deps.duty.answerRound({ clinic, by, ...asked }))) return null
    if (ref.kind === 'drill') return plainNotice('Thank you. The drill reached you.')
    return asked.says === 'on' ? confirm(deps, clinic, settings) : cannot(deps, { clinic, settings, by })
  }
}

function roundOf({ round, says }: Extract<RoundRef, { kind: 'round' }>) {
  const [, what, day] = /^(morning|evening)-(\d{4}-\d\d-\d\d)$/.exec(round) ?? []
  return what === undefined || day === undefined ? null : { what: what as 'morning' | 'evening', day, says }
}

/** Somebody is there after all: what said otherwise ends now. */
async function confirm({ world, ...deps }: RoundDeps, clinic: ClinicId, settings: ClinicSettings) {
  const now = world.now().getTime()
  const kept = (settings.unconfirmed ?? []).filter(({ from, to }) => now < Date.parse(from) || now >= Date.parse(to))
  if (kept.length < (settings.unconfirmed ?? []).length)
    await deps.people.saveSettings(clinic, { ...settings, unconfirmed: kept }, 'clinic round')
  return plainNotice('Thank you. You are on.')
}

async function cannot(
  deps: RoundDeps,
  { clinic, settings, by }: { clinic: ClinicId; settings: ClinicSettings; by: ClinicianId },
) {
  const now = deps.world.now()
  const end = coveredUntil(settings, now)
  const to = nextHours(settings, new Date(end.getTime() + MINUTE)) ?? new Date(now.getTime() + OVERNIGHT_MS)
  const absence = { clinician: by, from: now.toISOString(), to: to.toISOString(), why: 'cannot-cover' as const }
  await deps.people.saveSettings(clinic, { ...settings, absences: [...(settings.absences ?? []), absence] }, by)
  return plainNotice(
    'Noted: you are not told until the clinic next opens. Name a deputy with holdfast clinician cannot-cover.',
  )
}
