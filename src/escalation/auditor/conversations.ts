import type { AuditFacts } from '../../ports/auditor.ts'
import type { Omission } from './finding.ts'
import { MINUTE, PATIENCE, SECOND } from './patience.ts'
import { redsIn } from './reds.ts'

/** A finding before it is known whose it is. */
export interface Found {
  readonly omission: Omission
  readonly client: string | null
  readonly about: string
  readonly since: Date
}

const after = (at: Date, ms: number) => new Date(at.getTime() + ms)

/** Messages: taken up, looked at by the screen, and read for their meaning where that was due. */
export function messageFindings({ now, messages, clients }: AuditFacts): Found[] {
  const gone = new Set(clients.filter(({ status }) => status === 'discharged').map(({ id }) => id))
  const waits = messages.filter(
    ({ client, taken, at }) => !taken && !gone.has(client) && after(at, PATIENCE.takenUpMinutes * MINUTE) <= now,
  )
  const unread = messages.filter(
    ({ level, at }) => level === null && after(at, PATIENCE.unscreenedSeconds * SECOND) <= now,
  )
  // Unread is what was given up: it was never read, and it is said once, by the name that it had while it was due.
  const blind = messages.filter(
    ({ meaning, at }) =>
      (meaning === 'due' || meaning === 'unread') && after(at, PATIENCE.meaningSeconds * SECOND) <= now,
  )
  return [
    ...blind.map(({ client, id, at }) => ({ omission: 'meaning-not-read' as const, client, about: id, since: at })),
    ...waits.map(({ client, id, at }) => ({ omission: 'message-not-taken-up' as const, client, about: id, since: at })),
    ...unread.map(({ client, id, at }) => ({ omission: 'message-unscreened' as const, client, about: id, since: at })),
  ]
}

/** Red: a flag, the latch, and an answer with numbers. */
export function redFindings(facts: AuditFacts): Found[] {
  const { now, flags, latches, receipts } = facts
  return redsIn(facts).flatMap(({ client, at, about }) => {
    const recorded = after(at, PATIENCE.recordedSeconds * SECOND)
    const answered = after(at, PATIENCE.answeredMinutes * MINUTE)
    const isFlagged = flags.some(
      (flag) =>
        flag.client === client &&
        (flag.level === 'red' || flag.level === 'black') &&
        flag.raisedAt <= recorded &&
        (flag.closedAt === null || flag.closedAt >= at),
    )
    const isLatched = latches.some(
      (latch) =>
        latch.client === client && latch.raisedAt <= recorded && (latch.loweredAt === null || latch.loweredAt >= at),
    )
    const isAnswered = receipts.some((one) => one.client === client && one.lane === 'crisis' && one.sentAt >= at)
    const found = (omission: Omission) => ({ omission, client, about, since: at })
    return [
      ...(recorded <= now && !isFlagged ? [found('red-without-flag')] : []),
      ...(recorded <= now && !isLatched ? [found('red-without-latch')] : []),
      ...(answered <= now && !isAnswered ? [found('red-without-answer')] : []),
    ]
  })
}

/** A practice in which neither side said a word for so long that it must have come to its end (P9). */
export function practiceFindings({ now, practices, messages, receipts }: AuditFacts): Found[] {
  return practices.flatMap(({ id, client, startedAt }) => {
    const said = messages.filter((one) => one.client === client).map(({ at }) => at.getTime())
    const sent = receipts.filter((one) => one.client === client).map(({ sentAt }) => sentAt.getTime())
    const last = new Date(Math.max(startedAt.getTime(), ...said, ...sent))
    const isOver = after(last, PATIENCE.practiceQuietMinutes * MINUTE) <= now
    return isOver ? [{ omission: 'practice-not-ended' as const, client, about: id, since: last }] : []
  })
}

/** Two things that must not happen: a practice line of before a STOP begins after it (P6), and anything after discharge. */
export function sentFindings({ messages, clients, receipts }: AuditFacts): Found[] {
  const stops = messages.filter(({ word, level }) => word !== null || level === 'red' || level === 'black')
  const past = stops.filter(({ client, at }) =>
    receipts.some((one) => one.client === client && one.lane === 'practice' && one.writtenAt < at && one.begunAt > at),
  )
  const gone = clients.filter(
    ({ id, dischargedAt }) =>
      dischargedAt !== null && receipts.some((one) => one.client === id && one.begunAt > dischargedAt),
  )
  return [
    ...past.map(({ client, id, at }) => ({
      omission: 'practice-line-after-stop' as const,
      client,
      about: id,
      since: at,
    })),
    ...gone.map(({ id, dischargedAt }) => ({
      omission: 'sent-after-discharge' as const,
      client: id,
      about: id,
      since: dischargedAt ?? new Date(0),
    })),
  ]
}
