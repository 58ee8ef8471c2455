import { describe, expect, test } from 'vitest'
import { signedEngine } from '../../support/flows.ts'
import { Talk } from '../../support/talk.ts'

const { engine } = await signedEngine()
const fresh = () => new Talk(engine)
const inPractice = () => fresh().says('hello').taps('place').taps('ready').says('3').says('8')
const rules = (talk: Talk) => talk.caused('raiseFlag').map(({ level, rule }) => `${level} ${rule}`)
const started = (talk: Talk) => talk.caused('startTimer').map(({ timer }) => timer)
const cancelled = (talk: Talk) => talk.caused('cancelTimer').map(({ timer }) => timer)

describe('the direct question (care C7)', () => {
  test('ends the practice, opens with why, and waits fifteen minutes', () => {
    const talk = inPractice().hear({ type: 'SUSPECTED', question: 'life' })
    expect(talk.conversation.practice).toBeNull()
    expect(talk.said()).toEqual(['direct-question/life', 'direct-question/life', 'direct-question/life'])
    expect(talk.says_().every(({ lane }) => lane === 'crisis')).toBe(true)
    expect(talk.caused('startTimer')).toContainEqual({ type: 'startTimer', timer: 'question', afterMs: 15 * 60_000 })
    expect(talk.conversation.questions).toEqual({ life: talk.given.now.getTime() })
  })

  test.each([
    ['yes-now', 'black question-yes', 'life-now'],
    ['yes', 'red question-yes', 'life-yes'],
    ['not-sure', 'red question-yes', 'life-unsure'],
  ])('answered %s fetches a person', (choice, rule, note) => {
    const talk = fresh().hear({ type: 'SUSPECTED', question: 'life' }).taps(choice)
    expect(rules(talk)).toEqual([rule])
    expect(talk.caused('raiseLatch')).toHaveLength(1)
    expect(talk.caused('noteOnFlag')).toMatchObject([{ note }])
    expect(started(talk)).toEqual(expect.arrayContaining(['red-check', 'red-silence', 'day-after']))
    expect(cancelled(talk)).toContain('question')
  })

  test.each([
    ['no', 'life-no'],
    ['not-meant', 'not-meant'],
  ])('answered %s stays as it is: noted, and nobody is fetched', (choice, note) => {
    const talk = fresh().hear({ type: 'SUSPECTED', question: 'life' }).taps(choice)
    expect(rules(talk)).toEqual([])
    expect(talk.caused('noteOnFlag')).toMatchObject([{ note }])
    expect(cancelled(talk)).toContain('question')
  })

  test('that nobody answers is red after life, and the client reads the numbers', () => {
    const talk = fresh().hear({ type: 'SUSPECTED', question: 'life' }).hear({ type: 'TIMED_OUT', timer: 'question' })
    expect(rules(talk)).toEqual(['red question-unanswered'])
    expect(talk.said()[0]).toBe('crisis/unanswered')
  })

  test('that nobody answers after far away is red only with a high last rating', () => {
    const quiet = fresh().hear({ type: 'SUSPECTED', question: 'away' }).hear({ type: 'TIMED_OUT', timer: 'question' })
    expect(rules(quiet)).toEqual([])
    const high = fresh()
    high.conversation.rated.distress = { value: 7, at: 0 }
    high.hear({ type: 'SUSPECTED', question: 'away' }).hear({ type: 'TIMED_OUT', timer: 'question' })
    expect(rules(high)).toEqual(['red question-unanswered'])
  })

  test('that comes late is the same question, and nobody has written anything for it', () => {
    const late = { type: 'SUSPECTED', question: 'life', late: true } as const
    const talk = inPractice().hear(late)
    expect(talk.conversation.practice).toBeNull()
    expect(talk.said()).toEqual(['direct-question/life', 'direct-question/life', 'direct-question/life'])
    const away = fresh().hear({ type: 'SUSPECTED', question: 'away' }).hear(late)
    expect([away.said(), started(away), cancelled(away)]).toEqual([[], ['meaning'], []])
    expect(away.conversation.questions.life).toBeUndefined()
  })

  test('that comes late breaks into no danger for which a person is being fetched', () => {
    const late = { type: 'SUSPECTED', question: 'life', late: true } as const
    const red = fresh().hear({ type: 'SIGNALLED', level: 'red', answered: undefined })
    expect(red.hear(late).said()).toEqual([])
    expect(red.conversation.awaits).toBe('red')
    // The client wrote since: they are still in the steps of the crisis, and a person still has to answer.
    const wrote = fresh().hear({ type: 'SIGNALLED', level: 'red', answered: undefined }).says('purple')
    wrote.given = { ...wrote.given, signalStands: true }
    expect(wrote.hear(late).said()).toEqual([])
    wrote.given = { ...wrote.given, signalStands: false }
    expect(wrote.hear(late).said()[0]).toBe('direct-question/life')
  })

  test('about somebody else now asks first whether writing is all right, and silence puts nothing on the screen', () => {
    const talk = fresh().hear({ type: 'SUSPECTED', question: 'now' })
    expect(talk.said()).toEqual(['direct-question/now'])
    talk.hear({ type: 'TIMED_OUT', timer: 'question' })
    expect(rules(talk)).toEqual(['red question-unanswered'])
    expect(talk.said()).toEqual([])
  })

  test('about somebody else now can clear the chat from every step of it', () => {
    const first = fresh().hear({ type: 'SUSPECTED', question: 'now' })
    expect(first.taps('clear').caused('clearChat')).toHaveLength(1)
    const second = fresh().hear({ type: 'SUSPECTED', question: 'now' }).taps('fine').taps('yes-now')
    expect(rules(second)).toEqual(['black question-yes'])
    expect(started(second)).toEqual(['red-silence'])
    expect(second.taps('clear').caused('clearChat')).toHaveLength(1)
  })

  test('about feeling far away leads back to the room', () => {
    const talk = fresh().hear({ type: 'SUSPECTED', question: 'away' }).taps('yes')
    expect(rules(talk)).toEqual([])
    expect(talk.at().at(-1)).toBe('dissociation/look')
  })

  test('panic asks nothing and never speaks of breath', () => {
    const talk = fresh().hear({ type: 'SUSPECTED', question: 'panic' })
    expect(talk.said()[0]).toBe('grounding/panic')
    expect(started(talk)).not.toContain('question')
  })
})

describe('danger in words', () => {
  test('that may be read by somebody else is answered by one harmless question, and a person is told of silence', () => {
    const talk = fresh().hear({ type: 'SIGNALLED', level: 'discreet', answered: undefined })
    expect(talk.said()).toEqual(['direct-question/now'])
    expect(started(talk)).toEqual(['red-silence'])
  })

  test('is followed by one check, then by the word that there is no answer (care C9)', () => {
    const talk = fresh().hear({ type: 'SIGNALLED', level: 'red', answered: undefined })
    expect(started(talk)).toEqual(expect.arrayContaining(['red-check', 'red-silence', 'day-after']))
    expect(talk.hear({ type: 'TIMED_OUT', timer: 'red-check' }).said()).toEqual(['crisis/check'])
    expect(talk.conversation.awaits).toBe('red')
    talk.hear({ type: 'TIMED_OUT', timer: 'red-silence' })
    expect(rules(talk)).toEqual(['red no-answer'])
    expect(talk.said()).toEqual([])
  })

  test('is followed by nothing once the client says anything', () => {
    const talk = fresh().says('9').says('purple')
    expect(cancelled(talk)).toEqual(expect.arrayContaining(['red-check', 'red-silence']))
    expect(talk.conversation.awaits).toBeNull()
  })

  test('brings one line the next day, and not into something that runs', () => {
    const talk = fresh().says('9').taps('safe')
    expect(talk.hear({ type: 'TIMED_OUT', timer: 'day-after' }).said()).toEqual(['follow-up/day-after'])
    expect(inPractice().hear({ type: 'TIMED_OUT', timer: 'day-after' }).said()).toEqual([])
  })
})
