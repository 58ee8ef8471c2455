import { codeOf } from '../../core/errors.ts'
import type { ClientId, ClinicId, RowId } from '../../core/ids.ts'
import { LIMITS } from '../../core/limits.ts'
import type { InboundBody } from '../../core/message.ts'
import { raisedTo, type ScreenResult } from '../../core/screen-result.ts'
import type { DueMeaning } from '../../ports/store/late-meaning.ts'
import type { Store } from '../../ports/store.ts'
import type { Log, World } from '../../ports/world.ts'
import { flagFor, hear, type Flagging, type ScreenText } from '../hear.ts'
import { readLate, type Meanings } from './hear-meaning.ts'

export interface LateMeaningDeps {
  readonly store: Pick<Store, 'dueMeanings' | 'settleMeaning'>
  readonly world: Pick<World, 'newId'>
  readonly log: Log
  readonly screen: ScreenText
  readonly meanings: Meanings
  /** There is something to take up. */
  wake(client: ClientId): void
}

/** A stored message, what its screen said then, and what it says now that its meaning is read. */
export interface ReadAfterwards {
  readonly message: RowId
  readonly client: ClientId
  readonly body: InboundBody
  readonly before: ScreenResult
  readonly later: ScreenResult
  readonly flagging: Flagging
}

type Settling = Pick<LateMeaningDeps, 'wake'> & { readonly store: Pick<Store, 'settleMeaning'> }

/** Settles a reading: silently, or with the flag and the question that it would have brought at once. */
export async function settleMeaning(deps: Settling, clinic: ClinicId, read: ReadAfterwards): Promise<void> {
  const { message, client, body, before, later, flagging } = read
  const screen = raisedTo(before, later)
  const raised = screen && { screen, flag: flagFor(body, { word: null, screen }, flagging) }
  if ((await deps.store.settleMeaning(clinic, { message, client, raised })) === 'asks') deps.wake(client)
}

/**
 * The look for messages whose meaning was due and that nobody settled: their node died, or its model had too much to do.
 * Without a model it reads nothing, and what nobody can read is marked as unread. Resolves with how many were settled.
 */
export function createReadLate(deps: LateMeaningDeps): (clinic: ClinicId) => Promise<number> {
  return async (clinic) => {
    const asked = { reads: deps.meanings.stand(), limit: LIMITS.meaningsAtOnce }
    const due = await deps.store.dueMeanings(clinic, asked)
    const settled = await Promise.all(due.map((one) => readOne(deps, clinic, one)))
    return settled.filter(Boolean).length
  }
}

/** One that fails holds up no other; it is handed out again. */
async function readOne(deps: LateMeaningDeps, clinic: ClinicId, due: DueMeaning): Promise<boolean> {
  try {
    const later = await readAgain(deps, due)
    if (!later) return false
    const { message, client, body, screen: before, plan, settings, now, askedBefore, lateByMs } = due
    const window = { ...NO_WINDOW, askedBefore }
    const flagging = {
      client: { plan, settings, window, hasOpenEscalation: false },
      now,
      lateByMs,
      newId: () => deps.world.newId(),
    }
    await settleMeaning(deps, clinic, { message, client, body, before, later, flagging })
    return true
  } catch (error) {
    deps.log.error('screen.late-failed', { code: codeOf(error) })
    return false
  }
}

/** What else a flag may depend on is not looked at once words ask. */
const NO_WINDOW = { lastTexts: [], lastDistress: null, recentSignal: false, hasSafetyPlan: false, unreadBefore: false }

async function readAgain(deps: LateMeaningDeps, due: DueMeaning): Promise<ScreenResult | null> {
  const around = { lastTexts: due.lastTexts.map((text) => text.reveal()), wary: due.wary }
  const again = hear(due.body, around, deps.screen)
  // Since a new version of the lists the rules may find more by themselves.
  return again.due ? readLate(again.due, deps.meanings) : again.screen
}
