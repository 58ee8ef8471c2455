import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PAUSE_WAYS, type Frame } from '../../src/core/conversation.ts'
import type { Lang } from '../../src/core/ids.ts'
import { RECORDINGS } from '../../src/core/message.ts'
import { PROFILE } from '../../src/core/plan.ts'
import { KEEPSAKES } from '../../src/core/render.ts'
import { walk } from '../../src/script/prove/walk.ts'
import { isReserved } from '../../src/script/vocabulary.ts'
import { eventsAt } from '../support/every-state.ts'
import { aloneWith } from '../support/ready.ts'
import { signedEngine } from '../support/flows.ts'
import { Talk } from '../support/talk.ts'

/*
 * Each flow was proven alone, the rails against an abstract body, and no profile was tried. Here they run together, as
 * clients of every kind would take them, for long; and nothing may come up that the proofs did not see.
 */

const { engine, library } = await signedEngine()
const scripts = Object.values(library.current('en' as Lang)).map((hash) => library.script(hash))
const keyOf = ({ flow, state, context }: Frame) => `${flow}/${state} ${context.unclear} ${context.back ?? ''}`
const PROVEN = new Set(
  scripts
    .filter(({ flow }) => flow.start !== null)
    .flatMap((script) => walk(script).spots.map(({ frame }) => keyOf(frame))),
)
const PRACTICES = scripts.filter(({ flow }) => flow.kind === 'practice').map(({ flow }) => flow.flow)

/** Which client, and what they do: each number picks among what can be answered there. */
const anyClient = fc.record({
  profile: fc.subarray([...PROFILE]),
  recordings: fc.subarray([...RECORDINGS]),
  minor: fc.boolean(),
  pauseWay: fc.constantFrom(...PAUSE_WAYS),
  stage: fc.constantFrom('place', 'carer', 'both', 'adult'),
  kept: fc.constantFrom([], [...KEEPSAKES]),
  picks: fc.array(fc.nat(1_000), { minLength: 120, maxLength: 120 }),
})
type Client = typeof anyClient extends fc.Arbitrary<infer T> ? T : never

function begin({ profile, recordings, minor, stage, kept, pauseWay }: Client): Talk {
  const talk = new Talk(engine, { recordings, kept })
  talk.conversation = { ...talk.conversation, pauseWay }
  const plan = { ...talk.given.plan, flows: PRACTICES, alone: aloneWith(...PRACTICES), profile, minor, stage }
  talk.given = { ...talk.given, plan }
  return talk
}

/** What lies deepest in the menu, where chance alone comes seldom. */
const DEEP = [
  [],
  ['more', 'others', 'dream'],
  ['more', 'others', 'mine', 'listen'],
  ['more', 'others', 'mine', 'letter'],
]

function nextDay(talk: Talk, pick: number): void {
  talk.given = { ...talk.given, now: new Date(talk.given.now.getTime() + 24 * 3_600_000) }
  if (talk.conversation.practice !== null) return
  talk.hear({ type: 'GREETED', wrote: false })
  for (const choice of DEEP[pick % DEEP.length] ?? [])
    if (talk.conversation.ask?.choices.some(({ id }) => id === choice)) talk.taps(choice)
}

/** Numbers that end a practice come seldom, so that the long ways are walked too. */
function next(talk: Talk, pick: number) {
  // While a practice runs, its question is open, and words answer that.
  const { practice } = talk.conversation
  const events = eventsAt(talk.conversation).filter(({ type }) => practice === null || type !== 'GREETED')
  const answers = events.filter(({ type }) => ['CHOSE', 'RATED', 'WROTE', 'SKIPPED'].includes(type))
  const calm = answers.filter((event) => event.type !== 'RATED' || event.value <= 5 || event.scale === 'here')
  const among = pick % 10 === 0 ? events : calm.filter((event) => !('choice' in event) || event.choice !== 'intruded')
  return among[Math.floor(pick / 10) % among.length] ?? ({ type: 'GREETED', wrote: false } as const)
}

describe('all flows together, as clients of every kind take them', () => {
  const seen = new Set<string>()

  test('reach no state that the proof of its flow did not see, and say no more than a turn holds', () => {
    const run = (client: Client) => {
      const talk = begin(client)
      for (const [index, pick] of client.picks.entries()) {
        // A day goes by now and then, so that the day's practices are not used up.
        if (index % 15 === 14) nextDay(talk, pick)
        talk.hear(next(talk, pick))
        for (const frame of talk.conversation.frames) seen.add(frame.flow)
        expect(talk.conversation.frames.filter((frame) => !PROVEN.has(keyOf(frame))).map(keyOf)).toEqual([])
        expect(talk.caused('say').length).toBeLessThanOrEqual(8)
        // What a plan hides is never all that a question offers of its own.
        const { ask, frames } = talk.conversation
        const hidesAll = ask?.kind === 'choose' && ask.choices.every(({ id }) => isReserved(id))
        expect(hidesAll || (frames.length > 0 && ask === null) ? talk.at() : []).toEqual([])
      }
    }
    fc.assert(fc.property(anyClient, run), { numRuns: 150, seed: 20261128, endOnFailure: true })
  }, 60_000)

  test('are all there: every practice was begun on the way', () => {
    expect(PRACTICES.filter((flow) => !seen.has(flow))).toEqual([])
  })

  test('are left by STOP from wherever they are, by one message', () => {
    const run = (client: Client) => {
      const talk = begin(client)
      for (const pick of client.picks.slice(0, 20)) talk.hear(next(talk, pick))
      talk.hear({ type: 'BARRIER', word: 'stop', answered: undefined })
      expect(talk.conversation.practice).toBeNull()
      expect(talk.said()).toEqual(['stopped/answer'])
    }
    fc.assert(fc.property(anyClient, run), { numRuns: 100, seed: 20261128 })
  })
})
