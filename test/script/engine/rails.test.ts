import { describe, expect, test } from 'vitest'
import type { Given } from '../../../src/ports/engine.ts'
import { signedEngine } from '../../support/flows.ts'
import { Talk } from '../../support/talk.ts'

const { engine } = await signedEngine()
const fresh = (given: Partial<Given> = {}) => new Talk(engine, given)
const atGate = (given: Partial<Given> = {}) => fresh(given).says('hello').taps('place').taps('ready')
const inPractice = (given: Partial<Given> = {}) => atGate(given).says('3').says('8')
const rules = (talk: Talk) => talk.caused('raiseFlag').map(({ level, rule }) => `${level} ${rule}`)
const started = (talk: Talk) => talk.caused('startTimer').map(({ timer }) => timer)
const NIGHT = new Date('2026-03-02T14:00:00Z') // 01:00 in Sydney

describe('grounding', () => {
  const toSecondRating = () => fresh().says('hello').taps('settle').taps('next').taps('next').says('7').taps('next')

  test('twice without help at 8 is red and stops the exercises; at 7 it is amber and leads to people', () => {
    const eight = toSecondRating().says('8')
    expect(rules(eight)).toEqual(['red rating-after-grounding'])
    expect(eight.said()[0]).toBe('crisis/still-strong')
    const seven = toSecondRating().says('7')
    expect(rules(seven)).toEqual(['amber rating-after-grounding'])
    expect(seven.at().at(-1)).toBe('grounding/people')
  })

  test('in place of a practice is not followed by the same question again', () => {
    const talk = atGate().says('7').taps('next').taps('next').says('4').taps('here')
    expect(talk.conversation.practice).toBeNull()
    expect(talk.said().at(-1)).toBe('practice/end-line')
  })
})

describe('far away (care C8)', () => {
  const away = () => atGate().says('3').says('2')

  test('leads to the room: one short line at a time, no scale before the third message, no breath', () => {
    const talk = away()
    expect(rules(talk)).toEqual(['amber not-here'])
    const steps = ['next', 'next', 'next'].map((choice) => [talk.at().at(-1), talk.taps(choice)][0])
    expect(steps).toEqual(['dissociation/look', 'dissociation/feet', 'dissociation/touch'])
    expect(talk.conversation.ask?.scale).toBe('here')
  })

  test('still after the second look is red, asks for people, and hears silence', () => {
    const talk = away()
      .taps('next')
      .taps('next')
      .taps('next')
      .says('2')
      .taps('next')
      .taps('next')
      .taps('next')
      .says('3')
    expect(rules(talk)).toEqual(['red not-here-still'])
    expect(started(talk)).toContain('red-silence')
    expect(talk.said()).toEqual(['dissociation/near'])
  })

  test('is measured from what is ordinary for this client', () => {
    const plan = { ...fresh().given.plan, hereOrdinary: 9 }
    expect(rules(atGate({ plan }).says('3').says('6'))).toEqual(['amber not-here'])
  })
})

describe('something that came in (care C13)', () => {
  test('ends the imagery, closes it for today, and the place rests; nothing is asked about it', () => {
    const talk = inPractice().taps('intruded')
    expect(rules(talk)).toEqual(['amber place-intrusion'])
    expect(talk.caused('pauseImagery')).toMatchObject([{ why: 'intrusion' }])
    expect(talk.caused('place')).toMatchObject([{ change: 'suspend' }])
    expect(talk.caused('raiseBarrier')).toHaveLength(1)
    expect(talk.said()).toEqual(['intrusion/leave-it', 'intrusion/leave-it'])
    expect(talk.conversation.practice).toBeNull()
  })

  test('closes imagery until two calm numbers after it, whatever was calm before', () => {
    const paused = inPractice().taps('intruded').taps('next').taps('settle')
    paused.given = { ...paused.given, pausedUntil: new Date('2026-03-03T00:00:00Z') }
    expect(paused.taps('next').taps('next').says('3').caused('endPause')).toEqual([])
    expect(
      paused.taps('here').says('hello').taps('settle').taps('next').taps('next').says('3').caused('endPause'),
    ).toHaveLength(1)
  })

  test('is heard under an older message too, and is nothing outside a practice', () => {
    const talk = inPractice()
    const event = { type: 'CHOSE', choice: 'intruded' } as const
    expect(rules(talk.hear(event))).toEqual(['amber place-intrusion'])
    expect(rules(fresh().hear(event))).toEqual([])
  })

  test('lets the client choose a place before the next practice, without naming it', () => {
    const given = { kept: [], placeSuspended: true }
    const talk = fresh(given).says('hello').taps('place')
    expect(talk.said()).toEqual(['place-choice/choose'])
    expect(talk.taps('keep-place').caused('place')).toMatchObject([{ change: 'restore' }])
    expect(talk.at().at(-1)).toBe('practice/gate')
    const other = fresh(given).says('hello').taps('place').taps('other-place')
    expect(other.caused('place')).toMatchObject([{ change: 'retire' }])
    expect(other.at().at(-1)).toBe('my-place/place')
    const none = fresh(given).says('hello').taps('place').taps('no-place')
    expect(none.caused('endPractice')).toMatchObject([{ outcome: 'stopped' }])
    expect(none.at()).toEqual([])
  })
})

describe('STOP (care C4)', () => {
  test('while a signal stands comes with the numbers, otherwise without', () => {
    expect(fresh({ signalStands: true }).says('stop').said()[0]).toBe('stopped/signal')
    expect(fresh().says('stop').said()).toEqual(['stopped/answer'])
  })

  test('is a bare no in a practice, where the question does not offer it', () => {
    expect(inPractice().says('no').said()).toEqual(['stopped/answer'])
    expect(fresh().says('hello').says('no').said()).not.toContain('stopped/answer')
    const offered = fresh().hear({ type: 'SUSPECTED', question: 'life' }).says('no')
    expect(offered.said()[0]).toBe('direct-question/thanks')
  })

  test('after a high number is looked at once, ten minutes later, and never into a practice that began meanwhile', () => {
    expect(fresh().hear({ type: 'TIMED_OUT', timer: 'stop-check' }).said()).toEqual(['stopped/check'])
    const again = inPractice().hear({ type: 'TIMED_OUT', timer: 'stop-check' })
    expect([again.said(), rules(again)]).toEqual([[], ['amber stop-while-high']])
  })

  test('at an ordinary number is the last that is sent', () => {
    expect(started(inPractice().says('stop'))).toEqual(['review'])
  })
})

describe('silence (care C9)', () => {
  test('at night after an ordinary number sends nothing, and the morning asks', () => {
    const talk = inPractice({ now: NIGHT })
    expect(talk.hear({ type: 'TIMED_OUT', timer: 'silence-check' }).said()).toEqual([])
    talk.hear({ type: 'TIMED_OUT', timer: 'silence-close' })
    expect(talk.said()).toEqual([])
    expect(talk.caused('endPractice')).toMatchObject([{ outcome: 'left' }])
    expect(talk.caused('startTimer')).toContainEqual({ type: 'startTimer', timer: 'morning', afterMs: 7 * 60 * 60_000 })
    expect(talk.hear({ type: 'TIMED_OUT', timer: 'morning' }).said()).toEqual(['follow-up/left'])
  })

  test('at night after a 7 is looked at as by day', () => {
    const talk = inPractice({ now: NIGHT })
    talk.conversation.rated.distress = { value: 7, at: NIGHT.getTime() }
    talk.hear({ type: 'TIMED_OUT', timer: 'silence-close' })
    expect(rules(talk)).toEqual(['amber practice-unanswered'])
    expect(talk.said()[0]).toBe('came-back/quiet')
  })
})

describe('the end of a practice', () => {
  const toTheEnd = (value: string, given: Partial<Given> = {}) =>
    inPractice(given).taps('ready').taps('skip').taps('skip').taps('enough').taps('here').says(value)

  test('at 5 offers a check-in, and sends it only if it was asked for (care C16)', () => {
    expect(toTheEnd('4').at().at(-1)).toBe('practice/here-after')
    const talk = toTheEnd('5')
    expect(talk.at().at(-1)).toBe('practice/still-strong')
    expect(started(talk)).not.toContain('follow-up')
    expect(started(toTheEnd('5').taps('no-check'))).not.toContain('follow-up')
    const hour = { type: 'startTimer', timer: 'follow-up', afterMs: 60 * 60_000 }
    expect(toTheEnd('5').taps('check-hour').caused('startTimer')).toContainEqual(hour)
    // 20:00 in Sydney: ten tomorrow is fourteen hours away.
    const tomorrow = { ...hour, afterMs: 14 * 60 * 60_000 }
    expect(toTheEnd('5').taps('check-tomorrow').caused('startTimer')).toContainEqual(tomorrow)
  })

  test('asks about side effects once a week, and not after the first', () => {
    const first = toTheEnd('2').says('8')
    expect(first.said()).not.toContain('weekly-question/ask')
    const talk = toTheEnd('2')
    talk.conversation.weeklyAskedAt = talk.given.now.getTime() - 7 * 24 * 60 * 60_000
    talk.says('8')
    expect(talk.said()).toContain('weekly-question/ask')
    expect(rules(talk.taps('yes'))).toEqual(['amber side-effects'])
  })

  test('is reviewed: a flow that leaves worse is held until a clinician opens it, and the days are looked at', () => {
    const flow = 'safe-place-rehearsal' as never
    const worse = { before: 2, after: 4 }
    const history = { flow, runs: [worse, worse, { before: 1, after: 1 }], ratings: [] }
    const talk = fresh({ history }).hear({ type: 'TIMED_OUT', timer: 'review' })
    expect(rules(talk)).toEqual(['amber drift-runs'])
    expect(talk.caused('holdFlow')).toMatchObject([{ flow }])
    expect(talk.said()).toEqual([])
    expect(
      fresh({ held: [flow] })
        .says('hello')
        .taps('place')
        .said(),
    ).toEqual(['menu/steady'])
  })
})

describe('the days after a session (care C28)', () => {
  test('are named beside a rise', () => {
    const plan = { ...fresh().given.plan, sessions: ['2026-03-01T09:00:00Z'] }
    const talk = atGate({ plan }).says('8')
    expect(talk.caused('raiseFlag')).toMatchObject([{ rule: 'rating-8', detail: ['after-session'] }])
  })
})

describe('the latch', () => {
  test('raised elsewhere in the middle of imagery ends it at the next word, and a 9 is still a 9 (P7)', () => {
    const talk = inPractice()
    talk.given = { ...talk.given, latched: true }
    expect(structured(talk).taps('ready').said()).toEqual(['came-back/paused', 'came-back/offer'])
    const nine = structured(talk).says('9')
    expect(rules(nine)).toEqual(['red rating-9'])
    expect(nine.said()[0]).toBe('crisis/nine')
  })

  const structured = (talk: Talk) =>
    Object.assign(new Talk(engine, talk.given), { conversation: structuredClone(talk.conversation) })
})

describe('a question', () => {
  test('that is not understood three times shows doors that lead away; in a practice they lead out as STOP does', () => {
    const talk = inPractice().says('purple').says('purple').says('purple')
    expect(talk.conversation.ask?.choices.map(({ id }) => id)).toContain('menu')
    expect(talk.taps('menu').said()).toEqual(['stopped/answer'])
    const outside = fresh().hear({ type: 'SUSPECTED', question: 'panic' }).says('purple').says('purple').says('purple')
    expect(outside.taps('menu').said()).toEqual(['menu/open'])
  })

  test('with a scale shows Stop and I am not OK, in care flows too', () => {
    const talk = fresh().says('hello').taps('settle').taps('next').taps('next')
    expect(talk.conversation.ask?.choices.map(({ id }) => id)).toEqual(expect.arrayContaining(['stop', 'sos']))
  })
})

describe('words outside a question', () => {
  test('the word for the menu opens it from a care flow, and not from a practice', () => {
    expect(fresh().says('hello').taps('settle').says('menu').said()).toEqual(['menu/open'])
    expect(inPractice().says('menu').said()).not.toContain('menu/open')
  })

  test('are kept and said so; a greeting opens the menu (care C16)', () => {
    expect(fresh().says('today was bad').said()).toEqual(['menu/kept', 'menu/open'])
    expect(fresh().says('hello').said()).toEqual(['menu/open'])
    expect(fresh().says('hello').says('today was bad').said()).toEqual(['menu/kept', 'menu/open'])
  })
})

describe('a withdrawn script (P10)', () => {
  const withdrawnOf = (talk: Talk, flow: string) => [talk.given.scripts[flow]!]

  test('leads whoever is in the middle of it out at their next word, and a 9 is still a 9', () => {
    const talk = inPractice()
    talk.given = { ...talk.given, withdrawn: withdrawnOf(talk, 'safe-place-rehearsal') }
    const nine = Object.assign(new Talk(engine, talk.given), { conversation: structuredClone(talk.conversation) })
    expect(talk.taps('ready').said()[0]).toBe('came-back/upgrade')
    expect(talk.conversation.practice).toBeNull()
    expect(nine.says('9').said()[0]).toBe('crisis/nine')
  })

  test('of another flow changes nothing', () => {
    const talk = inPractice()
    talk.given = { ...talk.given, withdrawn: withdrawnOf(talk, 'welcome') }
    expect(talk.taps('ready').at().at(-1)).toBe('safe-place-rehearsal/sight')
  })
})
