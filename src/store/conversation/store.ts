import { LIMITS } from '../../core/limits.ts'
import type { Store } from '../../ports/store.ts'
import { call, firstOf } from '../sql.ts'
import { PINNING } from '../../core/ids.ts'
import { dueClearings, pinnedCards } from './chat-keeping.ts'
import { claim, recordDelivery } from './claim.ts'
import { commitTurn } from './commit-turn.ts'
import type { Context } from './context.ts'
import { failTurn } from './fail-turn.ts'
import { dueMeanings } from '../meaning/due-meanings.ts'
import { loadTurn } from './load-turn.ts'
import { receive } from './receive.ts'
import { sender } from './sender.ts'
import { keepCopy, sound } from './sound.ts'

/** The way of a message: each verb is one call of one function. */
export function createStore(context: Context): Store {
  const { sql, only } = context
  return {
    time: async () => firstOf(await sql.query<{ now: Date }>('select holdfast.holdfast_now() as now')).now,
    sender: (clinic, channel, address) => sender(context, { clinic, channel, address }),
    receive: (row) => receive(context, row),
    waiting: (clinic, limit) => call(sql, 'waiting', { clinic, limit }),
    loadTurn: (clinic, client) => loadTurn(context, clinic, client),
    commitTurn: (turn) => commitTurn(context, turn),
    failTurn: (failure) => failTurn(context, failure),
    claim: (clinic, node, limit) => claim(context, clinic, node, limit),
    sound: (clinic, asked) => sound(context, clinic, asked),
    keepCopy: (clinic, copy) => keepCopy(context, clinic, copy),
    dueClearings: (clinic, asked) => dueClearings(context, clinic, asked),
    recordClearings: async (clinic, marks) => {
      await call(sql, 'record_clearings', { clinic, marks })
    },
    pinnedCards: (clinic) => pinnedCards(context, clinic),
    renewCard: async (clinic, { client, card: seen }) => {
      await call(sql, 'pin_card', { clinic, client, seen, channels: PINNING })
    },
    pinnedBefore: (clinic, row) => call(sql, 'pinned_before', { clinic, row }),
    dueMeanings: (clinic, asked) => dueMeanings(context, clinic, asked),
    settleMeaning: (clinic, read) => call(sql, 'settle_meaning', { clinic, ...read }),
    recordDelivery: (clinic, marks) => recordDelivery(context, clinic, marks),
    nodeSeen: async (clinic, node) => ({
      outageMs: await call<number>(sql, 'node_seen', { clinic, node, only, goneAfterMs: LIMITS.nodeGoneAfterMs }).then(
        Number,
      ),
    }),
  }
}
