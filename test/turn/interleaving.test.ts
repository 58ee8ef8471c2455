import { expect, test } from 'vitest'
import { Conversation } from '../../src/core/conversation.ts'
import type { FinishedTurn } from '../../src/ports/store.ts'
import { computeTurn } from '../../src/turn/take-turn.ts'
import { aClient } from '../store/a-clinic.ts'
import { clinicAtWork, isPracticeLine } from '../support/clinic-at-work.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { Talk } from '../support/talk.ts'

/*
 * An answer and a STOP arrive while lines are being sent. Each is received, taken and committed by a worker of its own,
 * and a sender claims and sends: every order of these eight steps is tried on a server, 560 in all.
 */

const TRACKS = [
  ['answer received', 'one takes', 'one commits'],
  ['stop received', 'other takes', 'other commits'],
  ['claims', 'sends'],
] as const
type Move = (typeof TRACKS)[number][number]

function interleavings(tracks: readonly (readonly Move[])[]): Move[][] {
  if (tracks.every((track) => track.length === 0)) return [[]]
  return tracks.flatMap(([first, ...rest], index) =>
    first === undefined ? [] : interleavings(tracks.with(index, rest)).map((order) => [first, ...order]),
  )
}

type AtWork = Awaited<ReturnType<typeof clinicAtWork>>

/** A client in the middle of the imagery, with a practice line waiting to be sent. */
async function aClientInImagery(opened: TestStore, at: AtWork) {
  const { client, address } = await aClient(opened, at.clinic, at.therapist)
  await at.channel.says(address.reveal(), 'begin')
  const input = await opened.store.loadTurn(at.clinic, client)
  const talk = new Talk(at.engine, { scripts: input!.scripts })
    .says('hello')
    .taps('place')
    .taps('ready')
    .says('3')
    .says('8')
  const after = Conversation.parse(talk.conversation)
  const turn = computeTurn(at, { ...input!, conversation: after })
  await opened.store.commitTurn({ ...turn, after })
  return { client, address }
}

/** On the embedded database, which takes one statement after another, every fourth; a server is tried with all. */
const TRIED = { pglite: 4, postgresql: 1 } as const

eachDatabase('an answer and a STOP', (open, kind) => {
  const all = interleavings(TRACKS)
  const orders = all.filter((_, at) => at % TRIED[kind] === 0)

  test(
    'in every order: after STOP is stored no practice line begins to be sent, and STOP is answered once (P6)',
    { timeout: 240_000 },
    async () => {
      const opened = await open()
      const at = await clinicAtWork(opened)
      expect(all).toHaveLength(560)
      for (const order of orders) {
        const who = await aClientInImagery(opened, at)
        const begun = await play(opened, at, who, order)
        const read = at.channel.reads(who.address.reveal())
        const flows = read.map(({ message }) => (message.kind === 'line' ? String(message.from.flow) : 'notice'))
        expect(begun.filter(isPracticeLine), order.join(' · ')).toEqual([])
        expect(
          flows.filter((flow) => flow === 'stopped'),
          order.join(' · '),
        ).toHaveLength(1)
        expect(await opened.store.loadTurn(at.clinic, who.client), 'nothing is lost').toBeNull()
      }
    },
  )
})

type Claimed = Awaited<ReturnType<TestStore['store']['claim']>>

/** Plays one order, then lets everything finish. Returns the flows of lines that began to be sent after STOP was stored. */
async function play(
  opened: TestStore,
  at: AtWork,
  who: Awaited<ReturnType<typeof aClientInImagery>>,
  order: readonly Move[],
) {
  const { store } = opened
  const begun: string[] = []
  let stopped = false
  let claimed: Claimed = []
  const taken = new Map<string, FinishedTurn>()
  const take = async (worker: string) => {
    const input = await store.loadTurn(at.clinic, who.client)
    if (input) taken.set(worker, computeTurn(at, input))
  }
  const commit = async (worker: string) => {
    const turn = taken.get(worker)
    if (turn) await store.commitTurn(turn)
  }
  const claim = async () => {
    claimed = await store.claim(at.clinic, 'the-sender', 10)
    if (stopped) begun.push(...flowsOf(claimed))
  }
  const moves: Record<Move, () => Promise<unknown>> = {
    'answer received': () => at.channel.says(who.address.reveal(), 'Ready'),
    'stop received': () => at.channel.says(who.address.reveal(), 'stop').then(() => (stopped = true)),
    'one takes': () => take('one'),
    'other takes': () => take('other'),
    'one commits': () => commit('one'),
    'other commits': () => commit('other'),
    claims: claim,
    sends: () =>
      store.recordDelivery(
        at.clinic,
        claimed.map(({ id }) => ({ id, receipt: { kind: 'sent', id: String(id) }, retryAfterMs: 0 })),
      ),
  }
  for (const move of order) await moves[move]()
  at.channel.beforeSend = ({ message }) => {
    if (message.kind === 'line') begun.push(String(message.from.flow))
  }
  const direct = flowsOf(claimed).filter((flow) => flow === 'stopped')
  await at.work()
  at.channel.beforeSend = () => {}
  // A STOP answer that the test's own sender took was not read through the channel.
  if (direct.length > 0) at.channel.sends.push({ ...fakeSend(who.address.reveal(), claimed) })
  return begun
}

const flowsOf = (rows: Claimed) =>
  rows.flatMap(({ message }) => (message.kind === 'line' ? [String(message.stored.from.flow)] : []))

function fakeSend(to: string, rows: Claimed) {
  const row = rows.find(({ message }) => message.kind === 'line' && message.stored.from.flow === 'stopped')
  const stored = row?.message.kind === 'line' ? row.message.stored : undefined
  const message = { kind: 'line', from: stored?.from } as never
  return {
    id: String(row?.id),
    to,
    key: String(row?.id),
    text: stored?.text ?? '',
    message,
    receipt: { kind: 'sent', id: 'x' } as const,
    buttons: [],
    deleted: false,
  }
}
