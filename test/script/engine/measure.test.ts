import { describe, expect, test } from 'vitest'
import type { FlowId } from '../../../src/core/ids.ts'
import type { Assignment } from '../../../src/core/plan.ts'
import { instrumentNamed } from '../../../src/rails/instruments/instruments.ts'
import { edgesOf } from '../../../src/script/edges.ts'
import { signedEngine } from '../../support/flows.ts'
import { Talk } from '../../support/talk.ts'

const { engine, library, scripts } = await signedEngine()

const assigned = (flow: string): Assignment => ({
  id: 'a1',
  flow: flow as FlowId,
  rule: 'FREQ=DAILY;BYHOUR=20;BYMINUTE=0',
  windowMinutes: 90,
  since: '2026-03-01T00:00:00Z',
})

/** Eight in the evening in Sydney. */
const EVENING = new Date('2026-03-02T09:00:00Z')

function reminded(flow: string, over: { now?: Date; risksReviewed?: Record<string, number> } = {}): Talk {
  const now = over.now ?? EVENING
  const talk = new Talk(engine, { now, risksReviewed: over.risksReviewed ?? {} })
  talk.given = { ...talk.given, plan: { ...talk.given.plan, assignments: [assigned(flow)] } }
  const at = now.getTime()
  const open = {
    prompt: 'p',
    assignment: 'a1',
    flow: flow as FlowId,
    at,
    until: at + 1,
    nudgeAt: null,
    answered: true,
    snoozed: false,
    programme: false,
  }
  talk.conversation = { ...talk.conversation, reminded: { ...talk.conversation.reminded, open } }
  return talk
}
const begun = (flow: string, over = {}) => reminded(flow, over).says('hello').taps('go-on').taps('begin')
const answers = (talk: Talk, ...values: number[]) => values.reduce((told, value) => told.taps(`a${value}`), talk)
const kept = (talk: Talk) => talk.caused('keepMeasure').map(({ instrument, answers: given }) => [instrument, given])
const lines = (talk: Talk) => talk.says_().map(({ line }) => engine.line(line).template())
const flags = (talk: Talk) => talk.caused('raiseFlag').map(({ level, rule }) => [level, rule])

describe('a questionnaire', () => {
  test('says the published words, one item a message with its answers under it', () => {
    const talk = begun('gad-7')
    const { stem, items, options } = instrumentNamed('GAD-7')?.texts ?? { stem: '', items: [], options: [] }
    expect(lines(talk)).toEqual([stem, items[0]])
    expect(talk.conversation.ask?.choices.slice(0, 4).map(({ label }) => label)).toEqual(options)
    expect(talk.conversation.ask?.choices.map(({ id }) => id)).toEqual(expect.arrayContaining(['stop', 'sos']))
    expect(lines(talk.taps('a1'))).toEqual([items[1]])
    expect(lines(talk.says(options[2] ?? ''))).toEqual([items[2]])
  })

  test('keeps an answer for each item, tells no score, and ends at the menu', () => {
    const talk = answers(begun('gad-7'), 1, 1, 2, 0, 0, 1)
    expect(kept(talk)).toEqual([])
    answers(talk, 3)
    expect(kept(talk)).toEqual([['GAD-7', [1, 1, 2, 0, 0, 1, 3]]])
    expect(talk.at()).toEqual(['menu/open'])
    expect(lines(talk).join(' ')).not.toMatch(/\d/)
  })

  test('waits where it was left until midnight, whatever came between', () => {
    const talk = answers(begun('gad-7'), 1, 1).says('stop').says('menu')
    expect(talk.at()).toEqual(['menu/unfinished'])
    expect(lines(talk.taps('go-on')).at(-1)).toBe(instrumentNamed('GAD-7')?.texts?.items[2])
    answers(talk, 1, 1, 1, 1, 1)
    expect(kept(talk)).toEqual([['GAD-7', [1, 1, 1, 1, 1, 1, 1]]])
  })

  test('of yesterday is closed, and an answer to it is not kept', () => {
    const talk = answers(begun('gad-7'), 1, 1)
    talk.given = { ...talk.given, now: new Date(EVENING.getTime() + 5 * 60 * 60_000) }
    talk.taps('a1')
    expect(talk.said()).toContain('gad-7/closed')
    expect(talk.says('hello').at()).toEqual(['menu/open'])
  })

  test('is one a day, and none without an assignment', () => {
    const talk = answers(begun('gad-7'), 1, 1, 1, 1, 1, 1, 1)
    talk.given = { ...talk.given, plan: { ...talk.given.plan, assignments: [assigned('phq-9')] } }
    const { open } = talk.conversation.reminded
    talk.conversation = {
      ...talk.conversation,
      reminded: { ...talk.conversation.reminded, open: open && { ...open, flow: 'phq-9' as FlowId } },
    }
    expect(talk.says('hello').at()).toEqual(['menu/open'])
    const none = reminded('gad-7')
    none.given = { ...none.given, plan: { ...none.given.plan, assignments: [] } }
    expect(none.says('hello').at()).toEqual(['menu/open'])
  })

  test('is not offered again today once the client leaves it', () => {
    expect(answers(begun('gad-7'), 1).says('menu').taps('leave').says('hello').at()).toEqual(['menu/open'])
  })

  test('about an event never starts at night; another may', () => {
    const now = new Date('2026-03-02T12:30:00Z')
    expect(reminded('pcl-5', { now }).says('hello').at()).toEqual(['menu/open'])
    expect(reminded('gad-7', { now }).says('hello').at()).toEqual(['menu/unfinished'])
  })

  test('whose words the clinic has not imported is not there', () => {
    expect(reminded('who-5').says('hello').at()).toEqual(['menu/open'])
  })

  test.each(['stop', 'sos', 'help'])('is left by %s from any item', (word) => {
    expect(answers(begun('phq-9'), 1, 2).says(word).at()[0]).not.toContain('phq-9')
  })
})

describe('an answer above 0 to the risk item', () => {
  const eight = [1, 1, 1, 1, 1, 1, 1, 1]

  test('shows the numbers and the direct question before anything else, and the day hears of it', () => {
    const talk = answers(begun('phq-9'), ...eight, 1)
    expect(lines(talk).join(' ')).toContain('{@emergency}')
    expect(talk.at()).toEqual(['phq-9/risk', 'direct-question/life'])
    expect(flags(talk)).toEqual([['amber', 'risk-item']])
    expect(kept(talk)).toEqual([['PHQ-9', [...eight, 1]]])
    expect(talk.taps('no').taps('leave').said()).toContain('phq-9/thanks')
  })

  test('of 0 shows nothing', () => {
    expect(flags(answers(begun('phq-9'), ...eight, 0))).toEqual([])
  })

  test.each([
    [1, 1, 'risk-item-known'],
    [1, 2, 'risk-item-known'],
    [2, 1, 'risk-item'],
    [1, 0, 'risk-item'],
  ])('of %i where a clinician looked at %i lately is %s', (answer, reviewed, rule) => {
    const talk = answers(begun('phq-9', { risksReviewed: { 'PHQ-9': reviewed } }), ...eight, answer)
    expect(flags(talk)).toEqual([['amber', rule]])
  })

  test('and a yes to the question after it is red, whatever was known', () => {
    const talk = answers(begun('phq-9', { risksReviewed: { 'PHQ-9': 3 } }), ...eight, 1).taps('yes')
    expect(flags(talk)).toEqual([['red', 'question-yes']])
  })

  test('puts no question that was put lately: the numbers stand there, and it is never counted as known', () => {
    const talk = begun('phq-9', { risksReviewed: { 'PHQ-9': 3 } })
    talk.conversation = { ...talk.conversation, questions: { life: EVENING.getTime() } }
    answers(talk, ...eight, 1)
    expect(talk.at()).toEqual(['phq-9/numbers'])
    expect(lines(talk).join(' ')).toContain('{@emergency}')
    expect(flags(talk)).toEqual([['amber', 'risk-item']])
  })
})

test.each([
  ['who-5', 'gad-7'],
  ['core-10', 'phq-9'],
  ['yp-core', 'phq-9'],
])('%s leads where %s leads', (licensed, open) => {
  const ways = (flow: string) =>
    Object.entries(library.find(scripts, flow).flow.steps).map(([name, step]) => [
      name,
      edgesOf(step).map(({ event, target }) => [event, target]),
    ])
  expect(ways(licensed)).toEqual(ways(open))
})
