import { codeOf } from '../core/errors.ts'
import type { Lang } from '../core/ids.ts'
import { LIMITS } from '../core/limits.ts'
import type { Inbound, Notice, Receipt } from '../core/message.ts'
import type { Channel } from '../ports/channel.ts'
import type { Facts } from '../core/render.ts'
import type { AnswerTo, Engine } from '../ports/engine.ts'
import type { Log, World } from '../ports/world.ts'
import { factsForStranger } from '../care/facts.ts'
import { messageOf } from './rows.ts'

export interface DirectDeps {
  readonly engine: Pick<Engine, 'answer' | 'line'>
  readonly world: World
  readonly log: Log
  /** The language of cards to people whose own is not known. */
  readonly lang: Lang
}

/** Cards that go out past the store: to somebody who is nobody's client, or while the store is down. */
export interface DirectAnswer {
  /** At most one card in three seconds a chat, unless it is urgent. */
  card(card: Card, message: Inbound, channel: Channel, options: { urgent: boolean }): Promise<void>
  /** Cards that belong together, in order; paced like one. */
  cards(cards: readonly Card[], message: Inbound, channel: Channel, options: { urgent: boolean }): Promise<void>
  /** At most once in ten minutes a chat. */
  storeDown(message: Inbound, channel: Channel): Promise<void>
  notice(message: Inbound, channel: Channel, notice: Notice): Promise<void>
}

/** A card, and what it may state; left out: what is true for everybody. */
export interface Card {
  readonly to: AnswerTo
  readonly facts?: Facts
  readonly lang?: Lang
}

const CARD_EVERY_MS = 3_000

export function createDirectAnswer(deps: DirectDeps): DirectAnswer {
  const cards = createPacing(deps.world, CARD_EVERY_MS)
  const down = createPacing(deps.world, LIMITS.storeDownCardEveryMs)
  const sendAll: DirectAnswer['cards'] = async (all, message, channel, { urgent }) => {
    const turn = cards.take(chatOf(message), urgent)
    for (const card of turn ? all : []) if (!(await sendCard(deps, card, message, channel))) turn?.giveBack()
  }
  return {
    cards: sendAll,
    card: (card, message, channel, options) => sendAll([card], message, channel, options),
    async storeDown(message, channel) {
      const turn = down.take(chatOf(message), false)
      if (turn && !(await sendCard(deps, { to: 'store-down' }, message, channel))) turn.giveBack()
    },
    async notice(message, channel, notice) {
      const receipt = await channel.send(message.address, notice, deps.world.newId())
      if (!mayHaveArrived(receipt)) deps.log.warn('direct.not-sent', { channel: channel.name, kind: receipt.kind })
    },
  }
}

/** Whether the card may have arrived. Never throws: what could not be said must not hide why it was to be said. */
async function sendCard(deps: DirectDeps, card: Card, message: Inbound, channel: Channel): Promise<boolean> {
  const { engine, world, log } = deps
  const { to, facts = factsForStranger() } = card
  try {
    const values = { keepsakes: {}, facts }
    for (const say of saysOf(deps, card)) {
      const receipt = await channel.send(message.address, messageOf(say, { engine, values }), world.newId())
      if (mayHaveArrived(receipt)) continue
      log.warn('direct.not-sent', { channel: channel.name, card: to, kind: receipt.kind })
      return false
    }
    return true
  } catch (error) {
    log.error('direct.failed', { channel: channel.name, card: to, code: codeOf(error) })
    return false
  }
}

/** In their own language where it is signed; else in the node's: numbers in another language are more than none. */
function saysOf({ engine, world, lang }: DirectDeps, { to, lang: own = lang }: Card) {
  try {
    return engine.answer(to, own, () => world.newAskId())
  } catch (error) {
    if (own === lang) throw error
    return engine.answer(to, lang, () => world.newAskId())
  }
}

const mayHaveArrived = (receipt: Receipt) => receipt.kind === 'sent' || receipt.kind === 'unknown'

const chatOf = ({ channel, address }: Inbound) => `${channel} ${address.reveal()}`

/** How often each chat may have something, in memory: an address is forgotten once it may have it again. */
function createPacing(world: World, everyMs: number) {
  const last = new Map<string, number>()
  return {
    take(chat: string, urgent: boolean): { giveBack(): void } | null {
      const now = world.now().getTime()
      for (const [other, at] of last) if (at + everyMs <= now) last.delete(other)
      if (last.has(chat) && !urgent) return null
      last.set(chat, now)
      return { giveBack: () => void last.delete(chat) }
    },
  }
}
