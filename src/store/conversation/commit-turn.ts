import { CLEARED_WHOLE } from '../../core/ids.ts'
import type { Cause, FinishedTurn, TakeBack } from '../../ports/store.ts'
import { clientSeal, type Seal } from '../sealing/seal.ts'
import { call } from '../sql.ts'
import type { Context } from './context.ts'
import { nextMidnight } from '../../care/next-midnight.ts'
import { queuedRows } from './queued-rows.ts'
import { openPlan } from './sender.ts'
import { turnRecords, type TurnRecords } from './turn-records.ts'

/** One turn, whole or not at all; see `functions/commit_turn.sql`. */
export async function commitTurn(context: Context, turn: FinishedTurn): Promise<'committed' | 'stale'> {
  const { clinic, client, version, barrier } = turn
  const seal = await clientSeal(context.keys, clinic, client)
  const records = turnRecords(seal, version, turn.effects)
  const timers = [...records.timers]
  const clearings = records.clearChat ? await messagesToClear(context, seal, turn) : []
  return call(context.sql, 'commit_turn', {
    clinic,
    client,
    version,
    barrier,
    cause: causeName(turn.cause),
    snapshot: seal.seal({ table: 'conversations', row: client, column: 'snapshot' }, JSON.stringify(turn.after)),
    event: turn.event,
    rows: queuedRows(seal, turn.rows),
    practice: turn.after.practice?.id ?? null,
    raiseBarrier: records.raiseBarrier,
    pausedUntil: records.pauseImagery ? await untilMidnight(context, seal, turn) : null,
    endPause: records.endPause,
    latch: records.latch,
    cancelTimers: timers.flatMap(([timer, afterMs]) => (afterMs === null ? [timer] : [])),
    startTimers: timers.flatMap(([timer, afterMs]) => (afterMs === null ? [] : [{ timer, afterMs }])),
    flags: turn.flags,
    flagNotes: records.flagNotes,
    clears: records.clearChat,
    clearings,
    placeChanges: records.placeChanges,
    holdFlows: records.holdFlows,
    hasRecords: hasRecords(records),
    ratings: records.ratings,
    keepsakes: records.keepsakes,
    notes: records.notes,
    noteChanges: records.noteChanges,
    takesOff: records.takesOff,
    consents: records.consents,
    measures: records.measures,
    opensList: records.opensList,
    practicesStarted: records.practicesStarted,
    practicesEnded: records.practicesEnded,
    prompts: records.prompts.map((one) => ({ ...one, message: one.why === null ? reminderIn(turn) : null })),
    promptAnswers: records.promptAnswers,
  })
}

/** A cause by its name only, as the functions compare it. */
export function causeName(cause: Cause): object {
  return cause.kind === 'message'
    ? { kind: cause.kind, id: cause.id, link: cause.link }
    : { kind: cause.kind, timer: cause.timer, dueAt: cause.dueAt }
}

/** Rare, so it may cost a read: the zone stands in the sealed plan, and the clock is the store's. */
async function untilMidnight({ sql }: Context, seal: Seal, { clinic, client }: FinishedTurn): Promise<Date> {
  const found = await call<{ plan: string; now: string }>(sql, 'plan_of', { clinic, client })
  return nextMidnight(new Date(found.now), openPlan(seal, client, found.plan).zone)
}

/** Rare too: what stands in the chat is asked for only when it is to go. Each row says which message, and no words. */
async function messagesToClear({ sql }: Context, seal: Seal, { clinic, client }: FinishedTurn): Promise<object[]> {
  const found = await call<{ id: string; link: string; receipt: string }[]>(sql, 'messages_to_clear', {
    clinic,
    client,
    channels: CLEARED_WHOLE,
  })
  return found.map(({ id, link, receipt }) => {
    const take: TakeBack = { kind: 'take-back', receipt }
    return { id, link, body: seal.seal({ table: 'outbox', row: id, column: 'body' }, JSON.stringify(take)) }
  })
}

function hasRecords(records: TurnRecords): boolean {
  const { ratings, keepsakes, notes, noteChanges, consents, measures } = records
  const { practicesStarted, practicesEnded, prompts, promptAnswers } = records
  const kept = [ratings, keepsakes, notes, noteChanges, consents, measures]
  const all = [...kept, practicesStarted, practicesEnded, prompts, promptAnswers]
  return records.opensList || records.takesOff !== null || all.some((rows) => rows.length > 0)
}

/** The message that a reminder is: it alone can go stale quietly. */
const reminderIn = ({ rows }: FinishedTurn) => rows.find(({ quietly }) => quietly)?.id ?? null
