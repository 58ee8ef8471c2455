import { Private } from '../../../src/core/private.ts'
import { channelContract } from '../channel-contract.ts'
import type { ChannelUnderTest } from '../channel-under-test.ts'
import { createPigeonChannel, type Leaf, type Letter, type Loft } from './pigeons.ts'

const ROOF = 'roof-1'
type Outcome = Awaited<ReturnType<Loft['sendOut']>>

/** The loft with somebody at the other end: all that a new channel has to bring to the contract. */
async function pigeonsUnderTest(): Promise<ChannelUnderTest> {
  const waiting: Letter[] = []
  const leaves: Leaf[] = []
  const outcomes: Outcome[] = []
  let take: ((letter: Letter) => Promise<void>) | undefined
  let last: Letter | undefined
  let rings = 0
  let taken = 0
  let told = () => {}
  const channel = createPigeonChannel({
    onArrival: (handler) => {
      take = handler
    },
    sendOut: async (_to, leaf) => {
      const outcome = outcomes.shift() ?? 'home'
      if (outcome === 'home' || outcome === 'never-came-back') leaves.push(leaf)
      return outcome
    },
    callBack: async (_to, id, change) => {
      const at = leaves.findIndex((leaf) => leaf.id === id)
      const leaf = leaves[at]
      if (leaf) leaves.splice(at, 1, ...(change === 'delete' ? [] : [{ ...leaf, knots: [] }]))
      return leaf !== undefined
    },
  })
  /** The loft offers the oldest letter until it is taken; nothing goes before it. */
  const offer = async (): Promise<void> => {
    const [letter] = waiting
    if (!take || !letter) return
    const isTaken = await take(letter).then(
      () => true,
      () => false,
    )
    if (!isTaken) return
    last = waiting.shift()
    taken++
    told()
    await offer()
  }
  const arrives = (written: Letter['written']) => {
    waiting.push({ ring: `ring-${++rings}`, roof: ROOF, seal: 'ours', written })
    return offer()
  }
  const unsupported = () => Promise.reject(new Error('A pigeon cannot do that: excuse the rule.'))
  return {
    channel,
    start: (receive) => channel.start(receive),
    person: {
      address: new Private(ROOF),
      says: (words) => arrives({ words }),
      taps: (knot) => arrives({ knot }),
      pairs: (code) => arrives({ code }),
      sends: unsupported,
      edits: unsupported,
      blocks: unsupported,
      unblocks: unsupported,
      saysInGroup: unsupported,
      reads: async () => leaves.map(({ id, words, knots }) => ({ id, text: words, buttons: knots })),
    },
    platform: {
      acknowledged: () => taken,
      onAcknowledged: (tell) => {
        told = tell
      },
      drained: offer,
      passes: offer,
      repeatsLast: async () => {
        if (last) await take?.(last)
      },
      deliversInWrongOrder: async (first, second) => {
        await arrives({ words: second })
        await arrives({ words: first })
      },
      forges: async (words) => {
        const letter: Letter = { ring: 'ring-x', roof: ROOF, seal: 'somebody-elses', written: { words } }
        return (
          take === undefined ||
          take(letter).then(
            () => false,
            () => true,
          )
        )
      },
      answersNext: (how) => void outcomes.push(OUTCOMES[how]),
    },
    logged: () => '',
    close: () => channel.stop(),
  }
}

const OUTCOMES = { 'rate-limited': 'storm', blocked: 'hunter', gone: 'no-such-roof', lost: 'never-came-back' } as const
const ONLY_LETTERS = 'a pigeon carries words and knots only, to one roof'

channelContract('pigeons, a channel written in an afternoon', pigeonsUnderTest, {
  'media arrive as their kind, with their caption': ONLY_LETTERS,
  'an edited saying arrives as edited, under an id of its own': ONLY_LETTERS,
  'words in a group are marked so and answered by nobody there': ONLY_LETTERS,
  'blocking and coming back are told': ONLY_LETTERS,
})
