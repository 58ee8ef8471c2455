import { describe, expect, test } from 'vitest'
import { Conversation } from '../../../src/core/conversation.ts'
import type { FlowId } from '../../../src/core/ids.ts'
import type { Plan } from '../../../src/core/plan.ts'
import { signedEngine } from '../../support/flows.ts'
import { aloneWith, READY } from '../../support/ready.ts'
import { Talk } from '../../support/talk.ts'

const { engine } = await signedEngine()
const SHORT = 'safe-place-rehearsal' as FlowId
const AMBER = 'comforting' as FlowId

function withPlan(change: Partial<Plan>): Talk {
  const talk = new Talk(engine)
  talk.given = { ...talk.given, plan: { ...talk.given.plan, alone: aloneWith(...(change.flows ?? [])), ...change } }
  return talk
}
const offers = ({ conversation }: Talk) => conversation.ask?.choices.map(({ id }) => id) ?? []
const starts = (talk: Talk) => talk.caused('startPractice').map(({ flow }) => flow)

describe('a practice that the plan does not permit', () => {
  test('has no button; one that it permits has', () => {
    expect(offers(withPlan({ flows: [] }).says('hello'))).not.toContain('place')
    expect(offers(withPlan({ flows: [SHORT] }).says('hello'))).toContain('place')
  })

  test('takes a menu along in which nothing else is left', () => {
    const more = (flows: FlowId[]) => offers(withPlan({ flows }).says('hello').taps('more'))
    expect(more([SHORT])).not.toContain('places')
    expect(more(['safe-place-cue' as FlowId])).toContain('places')
  })

  test('does not start when the permission ended after its button was shown', () => {
    const talk = withPlan({ flows: [SHORT] }).says('hello')
    talk.given = { ...talk.given, plan: { ...talk.given.plan, flows: [] } }
    talk.taps('place')
    expect(starts(talk)).toEqual([])
    expect(talk.at()).toEqual(['menu/open'])
    expect(offers(talk)).not.toContain('place')
  })

  test('leaves settling, the plan and SOS where they are', () => {
    expect(offers(withPlan({ flows: [] }).says('hello'))).toEqual(expect.arrayContaining(['settle', 'plan', 'sos']))
  })
})

describe('a flow that no clinician of this clinic has signed', () => {
  test('has no button', () => {
    const talk = withPlan({ flows: [SHORT] })
    const { [SHORT]: _unsigned, ...scripts } = talk.given.scripts
    talk.given = { ...talk.given, scripts }
    expect(offers(talk.says('hello'))).not.toContain('place')
  })
})

describe('the stage of the plan', () => {
  const comes = (change: Partial<Plan>) => {
    const talk = withPlan({ flows: [AMBER], ...change })
      .says('hello')
      .taps('more')
    if (!offers(talk).includes('comforting')) return 'nobody'
    talk.taps('comforting').taps('yes').taps('yes').taps('ready').says('2').says('8').taps('here')
    return offers(talk).filter((id) => id.startsWith('stage-'))
  }

  test.each([
    [{}, 'nobody'],
    [{ stage: 'place' }, 'nobody'],
    [{ stage: 'carer' }, ['stage-carer']],
    [{ stage: 'both' }, ['stage-both']],
    [{ stage: 'adult' }, ['stage-adult']],
    // "Adult self" is not said to under-18s (care C10).
    [{ stage: 'adult', minor: true, amberHours: { from: '00:00', to: '23:59' } }, ['stage-kind-side']],
  ] as const)('%o lets come: %o', (change, who) => {
    expect(comes(change)).toEqual(who)
  })

  test('lets nobody come by words either', () => {
    const talk = withPlan({ flows: [AMBER], stage: 'carer' })
      .says('hello')
      .taps('more')
    talk.taps('comforting').taps('yes').taps('yes').taps('ready').says('2').says('8').taps('here')
    for (const words of ['My adult self', 'stage-adult']) expect(talk.says(words).at().at(-1)).toBe('comforting/who')
  })
})

describe('a plan whose review is overdue', () => {
  const more = (reviewOn: string) =>
    offers(
      withPlan({ flows: [AMBER], stage: 'carer', reviewOn })
        .says('hello')
        .taps('more'),
    )

  test('offers no amber practice until it is done', () => {
    expect(more('2026-03-02')).toContain('comforting')
    expect(more('2026-03-01')).not.toContain('comforting')
  })
})

describe('what speaks against amber practices, recorded while one runs (clinical 1.5)', () => {
  const AGAINST = { ...READY, against: ['abuse-now'] }
  const told = (talk: Talk) => {
    talk.given = { ...talk.given, plan: { ...talk.given.plan, readiness: AGAINST } }
    return talk
  }
  const within = () =>
    withPlan({ flows: [AMBER], stage: 'carer' })
      .says('hello')
      .taps('more')
      .taps('comforting')
      .taps('yes')
      .taps('yes')
      .taps('ready')
      .says('2')
      .says('8')
      .taps('here')

  test('ends it at the next word, at a grounded place, and the yes is asked anew later', () => {
    expect(within().at().at(-1)).toBe('comforting/who')
    const talk = told(within()).taps('stage-carer')
    expect(talk.said()).toEqual(['came-back/paused', 'came-back/offer'])
    expect(talk.caused('endPractice')).toMatchObject([{ outcome: 'interrupted' }])
    expect(offers(talk)).toEqual(['settle', 'menu', 'leave', 'sos'])
    talk.given = { ...talk.given, plan: { ...talk.given.plan, readiness: READY } }
    expect(talk.says('menu').taps('more').taps('comforting').at().at(-1)).toBe('before-amber/what-for')
  })

  test('ends it at the check after a silence too, and a 9 is a 9', () => {
    expect(told(within()).hear({ type: 'TIMED_OUT', timer: 'silence-check' }).said()[0]).toBe('came-back/paused')
    expect(told(within()).says('9').said()[0]).toBe('crisis/nine')
  })

  test('leaves a green practice to run, and closes at the gate what has not begun', () => {
    const green = withPlan({ flows: [SHORT] })
      .says('hello')
      .taps('place')
      .taps('ready')
      .says('2')
      .says('8')
      .taps('ready')
    const before = green.at()
    expect(before.at(-1)).toContain('safe-place-rehearsal/')
    expect(told(green).taps('skip').said()[0]).not.toContain('came-back')
    const gate = withPlan({ flows: [AMBER], stage: 'carer' })
      .says('hello')
      .taps('more')
      .taps('comforting')
    expect(starts(told(gate).taps('yes').taps('yes'))).toEqual([])
  })

  test('a signature that only ran out leaves it to run to its closing', () => {
    const talk = within()
    talk.given = { ...talk.given, plan: { ...talk.given.plan, readiness: { ...READY, until: '2026-01-01' } } }
    expect(talk.taps('stage-carer').said()[0]).not.toContain('came-back')
  })
})

describe("the client's own yes to an amber practice (care C15)", () => {
  const asked = () =>
    withPlan({ flows: [AMBER], stage: 'carer' })
      .says('hello')
      .taps('more')
      .taps('comforting')

  test('is asked before anything starts, and needs both answers', () => {
    expect(asked().at()).toEqual(['menu/comforting', 'before-amber/what-for'])
    expect(starts(asked().taps('yes'))).toEqual([])
    expect(starts(asked().taps('yes').taps('yes'))).toEqual([AMBER])
    expect(asked().taps('yes').taps('not-sure').conversation.agreed).toEqual({})
  })

  test('holds for that practice until it is taken back', () => {
    const talk = asked().taps('yes').taps('yes').taps('later')
    expect(starts(talk.says('hello').taps('more').taps('comforting'))).toEqual([AMBER])
    talk.taps('later').says('hello').taps('about').taps('my-yes').taps('take-back')
    expect(talk.says('hello').taps('more').taps('comforting').at().at(-1)).toBe('before-amber/what-for')
  })

  test.each([
    ['a pause raised elsewhere', { pausedUntil: new Date('2026-03-02T13:00:00Z') }],
    ['the latch', { latched: true }],
  ])('is forgotten under %s', (_what, over) => {
    const talk = asked().taps('yes').taps('yes').taps('later')
    talk.given = { ...talk.given, ...over }
    expect(talk.says('hello').conversation.agreed).toEqual({})
  })

  test('is forgotten in the turn that raises a pause', () => {
    const talk = asked().taps('yes').taps('yes').taps('ready')
    expect(talk.conversation.agreed).not.toEqual({})
    expect(talk.says('8').conversation.agreed).toEqual({})
  })

  test('is no green practice', () => {
    const talk = withPlan({ flows: [SHORT] })
      .says('hello')
      .taps('place')
    expect(talk.at().at(-1)).toBe('practice/gate')
  })

  test('is none in a conversation stored before it was asked', () => {
    const { agreed: _agreed, followsUp: _about, ...old } = new Talk(engine).conversation
    expect(Conversation.parse(old)).toMatchObject({ agreed: {}, followsUp: 'state' })
  })
})

describe('a check-in about a need (care C16)', () => {
  test('is sent only when it was asked for, and quotes nothing before the first tap', () => {
    const diary = () =>
      withPlan({ flows: [SHORT] })
        .says('hello')
        .taps('more')
        .taps('needs')
    const timers = (answer: string) =>
      diary()
        .says('tired')
        .says('rest')
        .says('a nap')
        .taps(answer)
        .caused('startTimer')
        .map(({ timer }) => timer)
    expect(timers('no')).not.toContain('follow-up')
    expect(timers('check-tomorrow')).toContain('follow-up')
    const talk = diary().says('tired').says('rest').says('a nap').taps('check-tomorrow')
    talk.hear({ type: 'TIMED_OUT', timer: 'follow-up' })
    expect(talk.said()).toEqual(['follow-up/need'])
    expect(
      talk
        .says_()
        .map(({ line }) => engine.line(line).template())
        .join(' '),
    ).not.toContain('{need')
  })

  test('gives way to one about how it is that was asked for later', () => {
    const talk = withPlan({})
    talk.conversation = { ...talk.conversation, followsUp: 'need', rated: { distress: null, here: null } }
    talk.given = { ...talk.given, plan: { ...talk.given.plan, flows: [SHORT], alone: aloneWith(SHORT) } }
    talk.says('hello').taps('place').taps('ready').says('3').says('8').taps('later').taps('here').says('7')
    talk.taps('check-hour').says('8').hear({ type: 'TIMED_OUT', timer: 'follow-up' })
    expect(talk.said()).toEqual(['follow-up/hour'])
  })
})
