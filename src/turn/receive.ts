import { createHash } from 'node:crypto'
import { codeOf } from '../core/errors.ts'
import type { ClientId, ClinicId, LinkId, RowId } from '../core/ids.ts'
import { LIMITS } from '../core/limits.ts'
import type { Inbound, Notice } from '../core/message.ts'
import type { ScreenResult } from '../core/screen-result.ts'
import { hasNumbersFor } from '../rails/crisis-directory.ts'
import type { Channel } from '../ports/channel.ts'
import type { DutyStore } from '../ports/duty.ts'
import type { PeopleStore } from '../ports/people.ts'
import type { Answer, Sender, Store } from '../ports/store.ts'
import { createDirectAnswer, type DirectAnswer, type DirectDeps } from './direct-answer.ts'
import { countryAsked } from './country-asked.ts'
import { takeFromDischarged } from './discharged.ts'
import { contactsFor, factsFor, factsForStranger } from '../care/facts.ts'
import {
  answerTo,
  aroundOf,
  flagFor,
  hear,
  type Heard,
  isUrgent,
  NOTHING_AROUND,
  type ScreenText,
  UNSCREENED,
} from './hear.ts'
import { hearMeaning, type Meanings } from './meaning/hear-meaning.ts'
import { settleMeaning, type ReadAfterwards } from './meaning/late-meaning.ts'
import { rowsOf } from './rows.ts'

export interface ReceiveDeps extends DirectDeps {
  readonly clinic: ClinicId
  readonly store: Pick<Store, 'sender' | 'receive' | 'settleMeaning'>
  readonly people: Pick<PeopleStore, 'openPairing'>
  readonly duty: Pick<DutyStore, 'raiseFlag'>
  /** A button under a notice; null: pressed by nobody of the clinic. */
  acknowledge(ref: string, by: Pick<Inbound, 'channel' | 'address'>): Promise<Notice | null>
  /** There is something to take up. */
  wake(client?: ClientId): void
  /** What reads the words for danger (design 6). */
  readonly screen: ScreenText
  /** What reads their meaning, where something does. */
  readonly meanings?: Meanings | undefined
  /** The store is down: once per outage. */
  alarm(): void
  /** Rejects with `store.down` if the work takes longer. */
  withTimeout<T>(work: Promise<T>, ms: number): Promise<T>
}

type Client = Extract<Sender, { kind: 'client' }>

interface Receiving extends ReceiveDeps {
  readonly direct: DirectAnswer
}

/** Takes in one message: stored with all that it causes in one commit, and only then resolved (design 3). */
export function createReceive(deps: ReceiveDeps): (message: Inbound, channel: Channel) => Promise<void> {
  const receiving = { ...deps, direct: createDirectAnswer(deps) }
  let alarmed = false
  return async (message, channel) => {
    if (message.where === 'group') return
    try {
      await take(receiving, message, channel)
      alarmed = false
    } catch (error) {
      deps.log.error('receive.failed', { channel: message.channel, code: codeOf(error) })
      if (codeOf(error) === 'store.down') {
        if (!alarmed) deps.alarm()
        alarmed = true
        if (isUrgent(hear(message.body, NOTHING_AROUND, deps.screen)))
          await receiving.direct.storeDown(message, channel)
      }
      throw error // so that the adapter does not acknowledge and the platform offers it again
    }
  }
}

async function take(deps: Receiving, message: Inbound, channel: Channel): Promise<void> {
  const { body, address } = message
  if (body.kind === 'ack') {
    const notice = await inTime(deps, deps.acknowledge(body.ref, message))
    deps.wake()
    if (notice) await deps.direct.notice(message, channel, notice)
    return
  }
  const paired = body.kind === 'pair' ? await inTime(deps, openPairing(deps, message, body.code)) : null
  const sender = await inTime(deps, deps.store.sender(deps.clinic, message.channel, address))
  if (paired === 'clinician') return deps.direct.notice(message, channel, LINKED)
  if (sender.kind === 'client' && sender.state === 'confirmed') {
    if (sender.discharged) return takeFromDischarged(deps, message, channel, sender)
    return takeFromClient(deps, message, sender)
  }
  if (body.kind === 'blocked' || body.kind === 'unblocked') return
  if (sender.kind === 'clinician') return deps.direct.notice(message, channel, WHAT_FOR)
  return takeFromStranger(deps, message, channel, sender)
}

/** An account that is nobody's, or not yet: nothing is kept, and only what it asks for is answered (care C19). An ended link is nobody's. */
async function takeFromStranger(deps: Receiving, message: Inbound, channel: Channel, sender: Sender): Promise<void> {
  const { body } = message
  const pending = sender.kind === 'client' && sender.state === 'pending' ? sender : null
  const heard = hear(body, pending ? aroundOf(pending, deps.world.now()) : NOTHING_AROUND, deps.screen)
  const country = countryAsked(body)
  if (country !== null && !isUrgent(heard)) {
    const to = hasNumbersFor(country) ? 'stranger-numbers' : 'stranger-elsewhere'
    return deps.direct.card({ to, facts: factsForStranger(country) }, message, channel, { urgent: true })
  }
  await deps.direct.card({ to: pending ? 'pending' : 'unknown-sender' }, message, channel, {
    urgent: isUrgent(heard) || body.kind === 'pair',
  })
}

const LINKED: Notice = {
  kind: 'notice',
  text: 'You are linked. Notices about your clients come to this chat: a pseudonym, a level and a button.',
  buttons: [],
}
const WHAT_FOR: Notice = {
  kind: 'notice',
  text: 'This chat only brings you notices. Nothing that you write here is kept or read.',
  buttons: [],
}

const inTime = <T>(deps: Receiving, work: Promise<T>) => deps.withTimeout(work, LIMITS.storeDownAfterMs)

async function openPairing({ people, world, clinic }: Receiving, message: Inbound, code: string) {
  const { channel, address, display } = message
  const codeHash = createHash('sha256').update(code).digest('hex')
  const link = world.newId() as LinkId
  const opened = await people.openPairing({ clinic, codeHash, link, channel, address, display })
  return opened === 'unknown-code' ? null : opened.for
}

async function takeFromClient(deps: Receiving, message: Inbound, client: Client): Promise<void> {
  const { world, clinic } = deps
  const now = world.now()
  const around = aroundOf(client, now)
  const { later, ...heard } = await hearMeaning(message.body, around, deps)
  if (heard.screen === UNSCREENED) deps.log.error('receive.not-screened', { channel: message.channel })
  const ageMs = message.platformAt ? now.getTime() - message.platformAt.getTime() : 0
  const late = ageMs > LIMITS.lateAfterMs
  const flagging = { client, now, newId: () => world.newId(), lateByMs: late ? ageMs : null }
  const id = world.newId() as RowId
  const outcome = await inTime(
    deps,
    deps.store.receive({
      id,
      clinic,
      client: client.client,
      link: client.link,
      message,
      word: heard.word,
      late,
      screen: heard.screen,
      meaning: later && { wary: around.wary === true },
      answer: answerFor(deps, heard, client, now),
      flag: flagFor(message.body, heard, flagging),
    }),
  )
  if (outcome !== 'stored') return
  deps.wake(client.client)
  const stored = { message: id, client: client.client, body: message.body, before: heard.screen, flagging }
  if (later) void settleLater(deps, later, stored)
}

/** Whoever received the message still waits for its meaning a moment; what comes of it is nobody's to wait for. */
async function settleLater(
  deps: Receiving,
  reading: Promise<ScreenResult | null>,
  stored: Omit<ReadAfterwards, 'later'>,
): Promise<void> {
  try {
    const later = await reading
    if (later) await settleMeaning(deps, deps.clinic, { ...stored, later })
  } catch (error) {
    // The mark stands with the message: the next look for such messages reads it again.
    deps.log.error('screen.late-failed', { code: codeOf(error) })
  }
}

function answerFor(deps: Receiving, heard: Heard, client: Client, now: Date): Answer | null {
  const to = answerTo(heard, client)
  if (to === null) return null
  const { engine, world, log } = deps
  const { plan, settings, owner } = client
  try {
    const says = engine.answer(to, plan.lang, () => world.newAskId())
    const values = {
      keepsakes: {},
      facts: factsFor({ plan, settings, owner, now }),
      contacts: contactsFor({ plan, settings }),
    }
    const rows = rowsOf(says, { engine, values, newId: () => world.newId() })
    return { ask: says.findLast(({ ask }) => ask)?.ask?.id ?? null, rows }
  } catch (error) {
    // The message and its flag come first: they are stored all the same, and the turn gives the answer.
    log.error('receive.no-answer', { to, code: codeOf(error) })
    return null
  }
}
