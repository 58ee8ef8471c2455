import { codeOf } from '../core/errors.ts'
import { LIMITS } from '../core/limits.ts'
import type { Inbound } from '../core/message.ts'
import { raisedTo } from '../core/screen-result.ts'
import { flagOf } from '../care/chain.ts'
import type { Channel } from '../ports/channel.ts'
import type { DutyStore } from '../ports/duty.ts'
import type { AnswerTo } from '../ports/engine.ts'
import type { FlagToRaise, Sender } from '../ports/store.ts'
import type { Log, World } from '../ports/world.ts'
import type { ClinicId } from '../core/ids.ts'
import type { DirectAnswer } from './direct-answer.ts'
import { factsFor } from '../care/facts.ts'
import { aroundOf, flagFor, type Flagging, type Heard, isUrgent, type ScreenText } from './hear.ts'
import { hearMeaning, type HeardInTime, type Meanings } from './meaning/hear-meaning.ts'

export interface DischargedDeps {
  readonly clinic: ClinicId
  readonly duty: Pick<DutyStore, 'raiseFlag'>
  readonly world: World
  readonly direct: DirectAnswer
  readonly screen: ScreenText
  readonly meanings?: Meanings | undefined
  readonly log: Log
  /** The chain has somebody to be told of. */
  wake(): void
  /** Rejects with `store.down` if the work takes longer. */
  withTimeout<T>(work: Promise<T>, ms: number): Promise<T>
}

type Client = Extract<Sender, { kind: 'client' }>

/**
 * What arrives after discharge (care C27): screened in memory, answered at once with numbers and the clinic's phone, and
 * kept nowhere. Duty sees that something came, never what, and only where that was said at discharge.
 */
export async function takeFromDischarged(
  deps: DischargedDeps,
  message: Inbound,
  channel: Channel,
  client: Client,
): Promise<void> {
  const { body } = message
  if (body.kind === 'blocked' || body.kind === 'unblocked') return
  const { plan, settings, owner } = client
  const now = deps.world.now()
  const heard = await hearMeaning(body, aroundOf(client, now), deps)
  const shown = plan.afterDischarge === 'duty' && body.kind !== 'pair'
  const at = { client, now, newId: () => deps.world.newId() }
  const flag = shown ? flagOn(message, heard, at) : null
  // First, so that what the card says of it is true; if it cannot be written the platform offers the message again.
  if (flag) {
    await deps.withTimeout(deps.duty.raiseFlag(deps.clinic, client.client, flag), LIMITS.storeDownAfterMs)
    deps.wake()
    void showLater(deps, message, heard, at)
  }
  // Whoever holds the phone now is told nothing by a machine (care C27).
  if (plan.ended === 'died') return
  const facts = factsFor({ plan, settings, owner, now })
  const cards: AnswerTo[] = ['discharged', ...(flag ? [shownBy(flag)] : [])]
  const urgent = isUrgent(heard) || body.kind === 'pair'
  await deps.direct.cards(
    cards.map((to) => ({ to, facts, lang: plan.lang })),
    message,
    channel,
    { urgent },
  )
}

/**
 * A meaning that is read after the card went out: duty sees that it asks. Nothing of the message is kept, so a node that
 * dies before that leaves no mark of it.
 */
async function showLater(
  deps: DischargedDeps,
  message: Inbound,
  heard: HeardInTime,
  at: Omit<Flagging, 'lateByMs'> & { readonly client: Client },
): Promise<void> {
  try {
    const later = await heard.later
    const screen = later && raisedTo(heard.screen, later)
    if (!screen) return
    await deps.duty.raiseFlag(deps.clinic, at.client.client, flagOn(message, { word: null, screen }, at))
    deps.wake()
  } catch (error) {
    deps.log.error('screen.late-failed', { code: codeOf(error) })
  }
}

const shownBy = ({ level }: FlagToRaise): AnswerTo =>
  level === 'red' || level === 'black' ? 'discharged-told' : 'discharged-shown'

/** Red stays red; what the screen finds nothing in is shown as well, as info. */
function flagOn(message: Inbound, heard: Heard, at: Omit<Flagging, 'lateByMs'>): FlagToRaise {
  const ageMs = message.platformAt ? at.now.getTime() - message.platformAt.getTime() : 0
  const found = flagFor(message.body, heard, { ...at, lateByMs: ageMs > LIMITS.lateAfterMs ? ageMs : null })
  return found
    ? { ...found, detail: [...found.detail, 'after-discharge'] }
    : flagOf('info', 'after-discharge', { ...at, settings: at.client.settings })
}
