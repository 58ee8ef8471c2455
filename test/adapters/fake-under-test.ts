import type { Inbound, Receipt } from '../../src/core/message.ts'
import { Private } from '../../src/core/private.ts'
import { FakeChannel, type FakeAnswer } from '../support/fake-channel.ts'
import type { ChannelUnderTest } from './channel-under-test.ts'

const ANSWERS: Record<'rate-limited' | 'blocked' | 'gone' | 'lost', Receipt> = {
  'rate-limited': { kind: 'later', ms: 7_000 },
  blocked: { kind: 'refused', why: 'blocked' },
  gone: { kind: 'refused', why: 'gone' },
  lost: { kind: 'unknown' } satisfies FakeAnswer,
}

/** The channel in memory, under the same rules as the real ones: what tests of the turn rely on is what they will get. */
export async function fakeUnderTest(): Promise<ChannelUnderTest> {
  const channel = new FakeChannel()
  let last: Inbound | undefined
  const keep = async (delivery: Promise<Inbound>) => {
    // A delivery that could not be stored stays with the platform, which is what the person sees: it was taken.
    await delivery.then(
      (message) => (last = message),
      () => undefined,
    )
  }
  return {
    channel,
    start: (receive) => channel.start(receive),
    person: {
      address: new Private('robin'),
      says: (text) => keep(channel.says('robin', text)),
      taps: (token) => keep(channel.taps('robin', token)),
      pairs: (code) => keep(channel.delivers('robin', { kind: 'pair', code })),
      sends: (media, caption) => keep(channel.sendsMedia('robin', media, caption)),
      edits: (text) => keep(channel.delivers('robin', { kind: 'edited', text: new Private(text) })),
      blocks: () => keep(channel.delivers('robin', { kind: 'blocked' })),
      unblocks: () => keep(channel.delivers('robin', { kind: 'unblocked' })),
      saysInGroup: (text) =>
        keep(channel.delivers('neighbours', { kind: 'text', text: new Private(text) }, { where: 'group' })),
      reads: async () => channel.reads('robin').map(({ id, text, buttons }) => ({ id, text, buttons })),
    },
    platform: {
      acknowledged: () => channel.acknowledged.length,
      onAcknowledged: (told) => {
        channel.afterAcknowledged = told
      },
      drained: () => channel.redelivers(),
      passes: () => channel.redelivers().catch(() => {}),
      repeatsLast: async () => {
        if (last) await channel.repeats(last)
      },
      deliversInWrongOrder: async (first, second) => {
        for (const text of [second, first]) await channel.says('robin', text)
      },
      forges: () => Promise.resolve(false),
      answersNext: (how) => channel.answersNext(ANSWERS[how]),
    },
    logged: () => '',
    close: () => channel.stop(),
  }
}
