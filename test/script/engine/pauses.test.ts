import { describe, expect, test } from 'vitest'
import type { PauseWay } from '../../../src/core/conversation.ts'
import type { Say } from '../../../src/ports/engine.ts'
import { signedEngine } from '../../support/flows.ts'
import { Talk } from '../../support/talk.ts'

/* How a pause ends is the client's choice (care C20): by the clock, by [Next], or by the clock with one sound. */

const { engine } = await signedEngine()
const choices = (talk: Talk) => talk.conversation.ask?.choices.map(({ id }) => id)
const lines = (talk: Talk) => talk.says_().map(({ line }) => `${line.step}/${line.line}`)

/** In the first step of a short visit, which has one pause. */
function inThePlace(pauseWay: PauseWay): Talk {
  const talk = new Talk(engine)
  talk.conversation = { ...talk.conversation, pauseWay }
  talk.hear({ type: 'GREETED', wrote: false })
  for (const choice of ['place', 'ready']) talk.taps(choice)
  for (const number of ['3', '8']) talk.says(number)
  return talk
}

describe('a pause', () => {
  test('ends by the clock for whoever chose nothing', () => {
    const talk = inThePlace('clock')
    expect(talk.says_().map(({ afterMs }) => afterMs)).toEqual([0, 20_000])
    expect(choices(talk)).toContain('ready')
  })

  test('ends by [Next], with the ways out beside it, and nothing of what follows is on its way', () => {
    const talk = inThePlace('next')
    expect(lines(talk)).toEqual(['settle/say.0'])
    expect(choices(talk)).toEqual(['next', 'intruded', 'stop', 'sos'])
    talk.taps('next')
    expect(lines(talk)).toEqual(['settle/say.1'])
    expect(choices(talk)).toContain('ready')
    expect(talk.conversation.pausedAt).toBeNull()
  })

  test('that comes last before a question needs no [Next]: the question waits by itself', () => {
    const talk = inThePlace('next')
    for (const choice of ['next', 'ready', 'next', 'skip', 'next', 'skip']) talk.taps(choice)
    expect(lines(talk)).toEqual(['cue/say.0'])
    talk.taps('next')
    expect(lines(talk)).toEqual(['cue/say.1'])
    expect(choices(talk)).toContain('next')
    talk.taps('next')
    expect(lines(talk)).toEqual(['cue/say.2'])
    expect(choices(talk)).not.toContain('next')
  })

  test.each([
    ['stop', 'stopped/answer'],
    ['sos', 'crisis/asked'],
  ] as const)(
    'ended by %s is over: its answer is whole, and an old button brings nothing of the practice',
    (word, answer) => {
      const talk = inThePlace('next')
      const before = talk.conversation.ask!.id
      talk.hear({ type: 'BARRIER', word, answered: undefined })
      expect(talk.said()[0]).toBe(answer)
      expect(talk.conversation).toMatchObject({ pausedAt: null, practice: null })
      const { conversation } = talk
      expect(conversation.ask!.id).not.toBe(before)
      talk.hear({ type: 'UNCLEAR', why: 'stale' })
      expect(talk.said().filter((said) => said.startsWith('safe-place'))).toEqual([])
    },
  )

  test('in which something came in, or a 9 is typed, ends as anywhere', () => {
    expect(inThePlace('next').taps('intruded').at()).toEqual(['intrusion/leave-it'])
    expect(inThePlace('next').says('9').at()[0]).toMatch(/^crisis\//)
    expect(inThePlace('clock').says('9', new Date(0)).at()[0]).toMatch(/^crisis\//)
  })
})

describe('words during a pause', () => {
  test('answer no question that was not there to be read, and end the pause', () => {
    const talk = inThePlace('clock').taps('ready')
    const at = talk.at()
    talk.says('the sea', talk.given.now)
    expect(talk.caused('keepNote')).toEqual([])
    expect(talk.at()).toEqual(at)
    // From here the question stands, whatever the clock says.
    talk.says('the smell of salt', talk.given.now)
    expect(talk.caused('keepNote')).toHaveLength(1)
  })

  test('that are a question to the bot get its card, and a bare no stops', () => {
    expect(inThePlace('clock').says('how long does this take', new Date(0)).said()).toEqual(['cards/aside-long'])
    expect(inThePlace('clock').taps('ready').says('no', new Date(0)).said()).toEqual(['stopped/answer'])
  })

  test('never answer a scale that was not shown yet', () => {
    const talk = inThePlace('clock').taps('ready')
    talk.says('7', talk.given.now)
    expect(talk.caused('recordRating')).toEqual([])
    expect(talk.caused('keepNote')).toEqual([])
  })
})

describe('sound', () => {
  test('nothing inside a practice makes one, settling and closing included', () => {
    const talk = inThePlace('clock')
    const heard: Say[] = []
    for (const choice of ['ready', 'skip', 'skip', 'enough']) heard.push(...talk.taps(choice).says_())
    expect(talk.conversation.practice).not.toBeNull()
    expect(heard.map(({ line }) => line.flow)).toContain('closing')
    expect(heard.filter(({ silent, wakes }) => !silent || wakes)).toEqual([])
  })

  test('comes once at the end of each pause where eyes are closed, and at no other line of a practice', () => {
    const talk = inThePlace('sound')
    expect(talk.says_().map(({ silent, wakes }) => [silent, wakes])).toEqual([
      [true, undefined],
      [false, true],
    ])
    for (const choice of ['ready', 'skip', 'skip']) talk.taps(choice)
    expect(talk.says_().map(({ silent }) => silent)).toEqual([true, false, false])
    // A card in between is no end of a pause.
    talk.hear({ type: 'UNCLEAR', why: 'media' })
    expect(talk.says_().map(({ silent, wakes }) => [silent, wakes])).toEqual([[true, undefined]])
  })
})

test.each([
  ['by-clock', 'clock'],
  ['by-next', 'next'],
  ['eyes-closed', 'sound'],
] as const)('[%s] is kept until the client chooses again', (choice, way) => {
  const talk = new Talk(engine)
  talk.hear({ type: 'GREETED', wrote: false })
  for (const one of ['more', 'words', 'pauses', choice]) talk.taps(one)
  expect(talk.conversation.pauseWay).toBe(way)
  talk.hear({ type: 'CAME_BACK', why: 'upgrade' })
  expect(talk.conversation.pauseWay).toBe(way)
})
