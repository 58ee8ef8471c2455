import { hoursStand, nextHours } from '../../care/cover.ts'
import { LEVELS } from '../../care/levels.ts'
import type { AuditedEscalation, AuditedReceipt, AuditFacts } from '../../ports/auditor.ts'
import type { Found } from './conversations.ts'
import { MINUTE, PATIENCE, SECOND } from './patience.ts'
import { redsIn } from './reds.ts'

const HOUR = 60 * MINUTE
const after = (at: Date, ms: number) => new Date(at.getTime() + ms)

/** Red and black flags stand in an open obligation. */
export function flagFindings({ now, flags, escalations }: AuditFacts): Found[] {
  const lacking = flags.filter(
    ({ client, level, closedAt, raisedAt }) =>
      (level === 'red' || level === 'black') &&
      closedAt === null &&
      after(raisedAt, PATIENCE.recordedSeconds * SECOND) <= now &&
      !escalations.some((one) => one.client === client),
  )
  return lacking.map(({ id, client, raisedAt }) => ({
    omission: 'flag-without-escalation',
    client,
    about: id,
    since: raisedAt,
  }))
}

/** Obligations: somebody is told, then the next, and an acknowledgement has an end. */
export function escalationFindings(facts: AuditFacts): Found[] {
  return facts.escalations.flatMap((escalation) => {
    const has = escalation.acknowledgements.filter(({ endedAt }) => endedAt === null)
    const found = (omission: Found['omission'], since: Date): Found => ({
      omission,
      client: escalation.client,
      about: escalation.id,
      since,
    })
    const isWithThem = facts.clients.find(({ id }) => id === escalation.client)?.handed ?? false
    const overdue = has
      .map(({ since }) => after(since, LEVELS.outcome.lapseMinutes * MINUTE))
      .filter((due) => !isWithThem && isPast(due, facts.now))
    if (overdue[0]) return [found('outcome-overdue', overdue[0])]
    if (has.length >= escalation.needed) return []
    const told = facts.receipts.filter((one) => one.escalation === escalation.id)
    const last = told.at(-1)
    const due = last ? nextDue(escalation, told, last, facts) : firstDue(escalation, facts)
    return isPast(due, facts.now) ? [found(last ? 'next-not-told' : 'nobody-told', due)] : []
  })
}

const isPast = (due: Date, now: Date) => after(due, PATIENCE.toldMinutes * MINUTE) <= now

/** In covered hours, or with somebody on call, at once; else at the next covered minute, at most 72 hours away (care C1). */
function firstDue({ openedAt, covered, chain }: AuditedEscalation, facts: AuditFacts): Date {
  if (covered || chain[0]?.onCall) return openedAt
  return whenCovered(openedAt, openedAt, facts)
}

/** Whoever was told has the minutes of their rung; then it is the next one's turn, and past the last all hands again. */
function nextDue(
  { chain, covered, openedAt, level, acknowledgements }: AuditedEscalation,
  told: readonly AuditedReceipt[],
  last: AuditedReceipt,
  facts: AuditFacts,
): Date {
  const ended = acknowledgements.map(({ endedAt }) => endedAt?.getTime() ?? 0)
  // An acknowledgement that lapsed or was passed on: the next person is told at once.
  const handedBack = Math.max(0, ...ended)
  const due = handedBack > last.sentAt.getTime() ? new Date(handedBack) : after(last.sentAt, wait() * MINUTE)
  return covered ? due : whenCovered(due, openedAt, facts)

  function wait(): number {
    const first = told[0]?.sentAt ?? last.sentAt
    if (level === 'black') {
      const once = last.sentAt.getTime() - first.getTime() < MINUTE
      return once ? (LEVELS.black.rungMinutes[0] ?? LEVELS.allHandsMinutes) : LEVELS.allHandsMinutes
    }
    const again = told.some((one) => one.clinician === last.clinician && after(one.sentAt, MINUTE) < last.sentAt)
    if (again) return LEVELS.allHandsMinutes
    // A deputy stands on somebody's rung, and it is not written whose: the longest is fair.
    const rung = chain.find(({ clinician }) => clinician === last.clinician)
    return rung?.minutes ?? Math.max(LEVELS.allHandsMinutes, ...chain.map(({ minutes }) => minutes))
  }
}

function whenCovered(at: Date, openedAt: Date, { settings }: AuditFacts): Date {
  if (settings.cover.length === 0 || hoursStand(settings, at)) return at
  const latest = after(openedAt, LEVELS.uncoveredHoursAtMost * HOUR)
  const next = nextHours(settings, at) ?? latest
  const due = settings.longGap || next < latest ? next : latest
  return due > at ? due : at
}

/** The client wrote nothing after red: whoever has it, or the chain, must know (care C9). */
export function silenceFindings(facts: AuditFacts): Found[] {
  const { now, messages, escalations, receipts, clients } = facts
  return redsIn(facts).flatMap(({ client, at, late }) => {
    const escalation = escalations.find((one) => one.client === client && one.openedAt <= after(at, MINUTE))
    const due = after(at, PATIENCE.silenceMinutes * MINUTE)
    const wrote = messages.some((one) => one.client === client && one.at > at)
    const handed = clients.find(({ id }) => id === client)?.handed ?? false
    if (!escalation || late || wrote || handed || due > now) return []
    const isTold = receipts.some(({ about, sentAt }) => about === `silence ${escalation.id}` && sentAt > at)
    return isTold ? [] : [{ omission: 'silence-untold' as const, client, about: escalation.id, since: due }]
  })
}
