import { describe, expect, test } from 'vitest'
import { Private } from '../../../src/core/private.ts'
import { signedEngine } from '../../support/flows.ts'
import { Talk } from '../../support/talk.ts'

const { engine, library } = await signedEngine()
const inPractice = () => new Talk(engine).says('hello').taps('place').taps('ready').says('3').says('8')

describe('a safe-place rehearsal', () => {
  test('runs from its gate to its end with distress and here-ness before and after, in ten taps', () => {
    const talk = new Talk(engine).says('hello').taps('place')
    expect(talk.at()).toEqual(['menu/place', 'practice/gate'])
    const moments: string[] = []
    let taps = 0
    for (; talk.conversation.practice !== null; taps++) {
      const ask = talk.conversation.ask
      if (ask?.kind === 'rate') talk.says(ask.scale === 'here' ? '8' : '3')
      else talk.taps(ask?.choices.find(({ id }) => ['ready', 'skip', 'enough', 'here'].includes(id))?.id ?? '')
      moments.push(...talk.caused('recordRating').map(({ scale, moment }) => `${scale} ${moment}`))
    }
    expect(moments).toEqual(['distress before', 'here before', 'distress after', 'here after'])
    expect(taps).toBeLessThanOrEqual(10)
    expect(talk.caused('endPractice')).toMatchObject([{ outcome: 'done' }])
    expect(talk.at()).toEqual([])
  })

  test('asks once for the words it quotes, and keeps them as they were written', () => {
    const talk = new Talk(engine, { kept: [] }).says('hello').taps('place')
    expect(talk.at().at(-1)).toBe('my-place/place')
    talk.says('the old oak')
    expect(talk.caused('keep')).toMatchObject([{ kind: 'place', text: expect.any(Private) }])
    expect(talk.caused('keep')[0]?.text.reveal()).toBe('the old oak')
  })

  test('pins the scripts of everything that it can reach', () => {
    const talk = new Talk(engine).says('hello').taps('place')
    expect(Object.keys(talk.conversation.practice?.closure ?? {})).toEqual(
      expect.arrayContaining(['practice', 'safe-place-rehearsal', 'closing', 'grounding', 'cards']),
    )
  })

  test('does not begin its imagery at a distress of 7', () => {
    const talk = new Talk(engine).says('hello').taps('place').taps('ready').says('7')
    expect(talk.at().at(-1)).toMatch(/^grounding\//)
  })

  test('goes on from a rating younger than ten minutes instead of asking again', () => {
    const talk = new Talk(engine)
    talk.conversation.rated.distress = { value: 2, at: talk.given.now.getTime() - 60_000 }
    expect(talk.says('hello').taps('place').taps('ready').at().at(-1)).toBe('practice/here-before')
  })
})

describe('a 9', () => {
  test.each([['9'], ['nine'], ['10']])(
    'typed as %s at a scale is red, latched, told, and answered in three messages',
    (number) => {
      const talk = new Talk(engine).says('hello').taps('place').taps('ready').says(number)
      expect(talk.caused('raiseFlag')).toMatchObject([{ level: 'red', rule: 'rating-9' }])
      expect(talk.caused('raiseLatch')).toHaveLength(1)
      expect(talk.caused('raiseBarrier')).toHaveLength(1)
      expect(talk.says_().map(({ lane }) => lane)).toEqual(['crisis', 'crisis', 'crisis'])
      expect(talk.conversation.practice).toBeNull()
    },
  )

  test('typed where no scale is open is heard all the same', () => {
    expect(inPractice().says('9').caused('raiseFlag')).toMatchObject([{ rule: 'rating-9' }])
    expect(new Talk(engine).says('9').caused('raiseFlag')).toMatchObject([{ rule: 'rating-9' }])
  })

  test('of here-ness is no alarm', () => {
    const talk = new Talk(engine).says('hello').taps('place').taps('ready').says('3').says('9')
    expect(talk.caused('raiseFlag')).toEqual([])
    expect(talk.at().at(-1)).toBe('safe-place-rehearsal/settle')
  })

  test('answered with not safe is red once more, with a note for whoever looks', () => {
    const talk = new Talk(engine).says('9').taps('not-safe')
    expect(talk.caused('noteOnFlag')).toMatchObject([{ note: 'safe-no' }])
    expect(talk.caused('raiseFlag')).toMatchObject([{ level: 'red', rule: 'not-safe' }])
  })
})

describe('an 8', () => {
  test('is amber, closes imagery, and two calm ratings open it again', () => {
    const talk = new Talk(engine).says('hello').taps('place').taps('ready').says('8')
    expect(talk.caused('raiseFlag')).toMatchObject([{ level: 'amber', rule: 'rating-8' }])
    expect(talk.caused('pauseImagery')).toHaveLength(1)
  })
})

describe('STOP', () => {
  test('is one message, and owes no rating', () => {
    const talk = inPractice().says('please stop')
    expect(talk.said()).toEqual(['stopped/answer'])
    expect(talk.conversation.ask?.choices.map(({ id }) => id)).toEqual(['settle', 'finished', 'sos'])
  })

  test('after a 7 is followed by one check', () => {
    const talk = inPractice()
    talk.conversation.rated.distress = { value: 7, at: 0 }
    expect(talk.says('stop').caused('startTimer')).toContainEqual(expect.objectContaining({ timer: 'stop-check' }))
  })

  test('that was answered on receipt is not answered twice', () => {
    const talk = inPractice()
    const answered = talk.given.newAskId()
    talk.hear({ type: 'BARRIER', word: 'stop', answered })
    expect(talk.said()).toEqual([])
    expect(talk.conversation.ask?.id).toBe(answered)
    expect(talk.taps('settle').at().at(-1)).toMatch(/^grounding\//)
  })
})

describe('words that answer nothing', () => {
  test('are asked again, then more simply, then a person is offered; no step is left', () => {
    const talk = inPractice()
    const at = talk.at()
    const cards = ['purple', 'purple', 'purple'].map((words) => talk.says(words).said().join())
    expect(cards).toEqual(['cards/unclear', 'cards/unclear-simpler', 'cards/unclear-person'])
    expect(talk.at()).toEqual(at)
  })

  test.each(['I know I am', 'yesterday was bad', 'maybe', '7.5', '11', '-1'])('"%s" moves nothing', (words) => {
    const gate = new Talk(engine).says('hello').taps('place')
    expect(gate.says(words).at()).toEqual(['menu/place', 'practice/gate'])
    const scale = new Talk(engine).says('hello').taps('place').taps('ready')
    expect(scale.says(words).at()).toEqual(['menu/place', 'practice/distress-before'])
  })

  test('a question in a writing step gets its card and the same step', () => {
    const talk = inPractice().taps('ready')
    const at = talk.at()
    expect(talk.says('did it really happen?').said()).toEqual(['cards/aside-other'])
    expect(talk.at()).toEqual(at)
  })
})

describe('a line', () => {
  test('exists only in a signed script (P1)', async () => {
    const [hash] = Object.values(library.current('en' as never))
    expect(() => library.line({ script: hash!, flow: 'menu' as never, step: 'nowhere', line: 'say.0' })).toThrow(
      /no line/,
    )
    expect(() =>
      library.line({ script: 'f'.repeat(64) as never, flow: 'menu' as never, step: 'open', line: 'say.0' }),
    ).toThrow(/signed/)
  })
})
