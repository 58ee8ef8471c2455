import { describe, expect, test } from 'vitest'
import type { Conversation } from '../../../src/core/conversation.ts'
import type { Effect } from '../../../src/core/effect.ts'
import type { TurnEvent } from '../../../src/core/event.ts'
import type { ClinicianId, FlowId, Lang } from '../../../src/core/ids.ts'
import { render, type Facts } from '../../../src/core/render.ts'
import type { Given } from '../../../src/ports/engine.ts'
import { INSTRUMENT_NAMES } from '../../../src/rails/instruments/instruments.ts'
import { countries } from '../../../src/rails/crisis-directory.ts'
import { factsFor, factsForStranger } from '../../../src/care/facts.ts'
import { eventsAt, everyState } from '../../support/every-state.ts'
import { signedEngine } from '../../support/flows.ts'
import { Talk } from '../../support/talk.ts'

/*
 * What holds in every state that a client can reach, in one file because the walk to all of them takes half a minute: the
 * laws of the engine, and (care, 'Crisis replies, in general') at most three messages of at most forty words, the number
 * never in the last one, which asks; nothing is promised, detected or praised, for every country, for adults and minors.
 */

const { engine, library } = await signedEngine()
const states = [...everyState(engine).values()]
const from = (state: Conversation) => Object.assign(new Talk(engine), { conversation: structuredClone(state) })

/** Every turn that one event leads to. Not through JSON once more: the walk has been there. */
function* everyTurn(over: Partial<Given> = {}, events = eventsAt) {
  const { given } = new Talk(engine, over)
  for (const state of states)
    for (const event of events(state)) yield { state, event, ...engine.step(state, event, given) }
}

const saysIn = (effects: readonly Effect[]) => effects.filter((effect) => effect.type === 'say')

describe('from every state that a client can reach', () => {
  test('the walk reaches every flow', () => {
    const flows = new Set(states.flatMap(({ frames }) => frames.map(({ flow }) => String(flow))))
    // Questionnaires are opened by an assignment, which this client has none of (measure.test.ts walks them); cards and what
    // stands beside the chat are read line by line.
    const elsewhere = [...INSTRUMENT_NAMES, 'cards', 'beside']
    expect([...flows].sort()).toEqual(
      Object.keys(library.current('en' as Lang))
        .filter((flow) => !elsewhere.includes(flow))
        .sort(),
    )
    expect(states.length).toBeGreaterThan(200)
  })

  test('STOP is answered first and ends the practice (P6)', () => {
    const stop: TurnEvent = { type: 'BARRIER', word: 'stop', answered: undefined }
    for (const { after, effects } of everyTurn({}, () => [stop])) {
      const says = saysIn(effects)
      expect(says.map(({ line, lane }) => `${lane} ${line.flow}/${line.step}`)).toEqual(['crisis stopped/answer'])
      expect(after.practice).toBeNull()
    }
  })

  test('the crisis card is one turn away', () => {
    const asked: TurnEvent = { type: 'BARRIER', word: 'sos', answered: undefined }
    const words: TurnEvent = { type: 'SIGNALLED', level: 'red', answered: undefined }
    for (const { event, effects } of everyTurn({}, () => [asked, words])) {
      const [first] = saysIn(effects)
      expect([event, first?.line.flow, first?.line.step]).toEqual([
        event,
        'crisis',
        event === asked ? 'asked' : 'words',
      ])
    }
  })

  test('no imagery runs or begins while the latch or a pause stands (P7)', () => {
    for (const closed of [{ latched: true }, { pausedUntil: new Date('2026-03-03T00:00:00Z') }]) {
      const begun = [...everyTurn(closed)].filter(({ after }) =>
        after.frames.some(({ flow }) => flow === 'safe-place-rehearsal'),
      )
      expect(begun).toEqual([])
    }
  })

  test('silence ends a practice with the grounded text (P9)', () => {
    for (const state of states.filter(({ practice }) => practice !== null)) {
      const talk = from(state).hear({ type: 'TIMED_OUT', timer: 'silence-close' })
      expect(talk.said()[0]).toBe('came-back/quiet')
      expect(talk.conversation.practice).toBeNull()
    }
  })

  test('every practice that waits has its silence timers', () => {
    let waiting = 0
    const without: unknown[] = []
    for (const { state, event, after, effects } of everyTurn()) {
      if (!after.practice || !after.ask || saysIn(effects).every(({ line }) => line.flow === 'cards')) continue
      waiting += 1
      const timers = effects.flatMap((effect) => (effect.type === 'startTimer' ? [effect.timer] : []))
      if (!timers.includes('silence-check') || !timers.includes('silence-close')) without.push([state.frames, event])
    }
    expect(waiting).toBeGreaterThan(100)
    expect(without).toEqual([])
  })

  test('after a gap nothing resumes', () => {
    for (const state of states.filter(({ practice }) => practice !== null)) {
      expect(from(state).hear({ type: 'CAME_BACK', why: 'outage' }).said()[0]).toBe('came-back/outage')
    }
  })

  test('no turn says more than eight lines', () => {
    const long = everyTurn().filter(({ effects }) => saysIn(effects).length > 8)
    expect([...long].map(({ state, event }) => [state.frames, event])).toEqual([])
  })

  test('words that answer nothing move no flow', () => {
    const words = ['purple', 'I know I am', 'yesterday was bad', 'maybe', '7.5', 'that one', 'yes and no', 'sí pero no']
    const seen = new Set<string>()
    for (const state of states) {
      const { ask, frames } = state
      // Words meet the question and the flow that asks it; what lies below hears nothing of them.
      const question = JSON.stringify([frames.at(-1), ask?.kind, ask?.scale, ask?.choices])
      if (seen.has(question)) continue
      seen.add(question)
      if (!ask || ask.kind === 'write' || frames.at(-1)?.flow === 'menu') continue
      for (const text of words) {
        const talk = from(state).says(text)
        expect([text, talk.at()]).toEqual([text, frames.map(({ flow, state: step }) => `${flow}/${step}`)])
      }
    }
  })
})

const SPANISH = library.current('es' as Lang)
const CRISIS_FLOWS = ['crisis', 'direct-question', 'stopped', 'help', 'dissociation', 'safety-plan']
const OPENING = ['crisis', 'direct-question', 'stopped', 'help']

const CLINIC = { zone: 'Australia/Sydney', cover: [], chain: [{ clinician: 'robin' as ClinicianId, minutes: 15 }] }
const factsOf = (country: string, minor: boolean, lang = 'en' as Lang): Facts =>
  factsFor({
    plan: { country, lang, minor, zone: 'Australia/Sydney', therapist: 'Dr Reed' },
    settings: CLINIC,
    owner: 'robin' as ClinicianId,
    now: new Date('2026-03-02T09:00:00Z'),
  })
const EVERYWHERE: Facts[] = [
  factsForStranger(),
  ...countries().flatMap((country) => [factsOf(country, false), factsOf(country, true)]),
]

/** Every different turn that speaks from a crisis flow: its lines, and whether it asks at the end. */
function repliesOfAll(): Map<string, ReturnType<typeof saysIn>> {
  const replies = new Map<string, ReturnType<typeof saysIn>>()
  const note = (effects: readonly Effect[]) => {
    const says = saysIn(effects)
    if (says.some(({ line }) => CRISIS_FLOWS.includes(line.flow)))
      replies.set(says.map(({ line }) => `${line.flow}/${line.step}`).join(' '), says)
  }
  const timers = (['question', 'red-check', 'stop-check'] as const).map((timer): TurnEvent => ({
    type: 'TIMED_OUT',
    timer,
  }))
  for (const { effects } of everyTurn({}, (state) => [...eventsAt(state), ...timers])) note(effects)
  for (const word of ['stop', 'sos', 'help'] as const)
    note(new Talk(engine, { signalStands: true }).hear({ type: 'BARRIER', word, answered: undefined }).effects)
  for (const level of ['red', 'black', 'discreet'] as const)
    note(new Talk(engine).hear({ type: 'SIGNALLED', level, answered: undefined }).effects)
  for (const words of ['9', '10']) note(new Talk(engine).says(words).effects)
  return replies
}

const replies = [...repliesOfAll()]
const textsOf = (says: ReturnType<typeof saysIn>, facts: Facts) =>
  says.map((say) =>
    render(engine.line(say.line), { keepsakes: {}, facts }, [], { silent: false, protect: false }).text(),
  )
const wordsIn = (text: string) => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length
const hasNumber = (text: string) => /\d{3}|\d \d/.test(text)

describe('a crisis reply', () => {
  test('is met in many states', () => {
    expect(replies.length).toBeGreaterThan(40)
  })

  test.each(replies)('%s has at most three messages of its own before it asks', (_lines, says) => {
    const own = says.filter(({ line }) => CRISIS_FLOWS.includes(line.flow))
    expect(own.length).toBeLessThanOrEqual(3)
  })

  test.each(replies)('%s has at most forty words in each message, wherever the client is', (_lines, says) => {
    const crisis = says.filter(({ line }) => OPENING.includes(line.flow))
    for (const facts of EVERYWHERE)
      for (const text of textsOf(crisis, facts))
        expect([text, wordsIn(text)]).toEqual([text, Math.min(40, wordsIn(text))])
  })

  test('has no number in the message that asks', () => {
    const asking = replies.flatMap(([, says]) => says.filter(({ ask, line }) => ask && OPENING.includes(line.flow)))
    expect(asking.length).toBeGreaterThan(20)
    for (const facts of EVERYWHERE) {
      const asked = textsOf(asking, { ...facts, 'reads-at': 'soon' })
      expect(asked.filter(hasNumber)).toEqual([])
    }
  })

  test.each(replies)('%s has no alarm words, no promise and no exclamation mark', (_lines, says) => {
    for (const text of textsOf(says, factsOf('AU', false)))
      expect(text).not.toMatch(/detected|flagged|violat|worried|promise|!|always be|you are safe/i)
  })
})

describe('a crisis reply in Spanish', () => {
  const translated = ({ line, ...say }: ReturnType<typeof saysIn>[number]) => {
    const script = SPANISH[line.flow]
    return script && script !== line.script ? [{ ...say, line: { ...line, script } }] : []
  }
  const spanish = replies.map(([, says]) => says.filter(({ line }) => OPENING.includes(line.flow)).flatMap(translated))
  const facts = countries().map((country) => factsOf(country, false, 'es' as Lang))

  test('has at most forty words in each message, and no number in the one that asks, wherever the client is', () => {
    expect(spanish.filter((says) => says.length > 0).length).toBeGreaterThan(20)
    for (const fact of facts) {
      const long = spanish.flatMap((says) => textsOf(says, fact)).filter((text) => wordsIn(text) > 40)
      expect(long).toEqual([])
      const asking = spanish.flat().filter(({ ask }) => ask)
      expect(textsOf(asking, { ...fact, 'reads-at': 'pronto' }).filter(hasNumber)).toEqual([])
    }
  })

  test('says the times and the numbers in Spanish too', () => {
    const [numbers = '', told = ''] = ['numbers/say.0', 'told/say.0'].map((id) => {
      const [step = '', line = ''] = id.split('/')
      const ref = { script: SPANISH['crisis']!, flow: 'crisis' as FlowId, step, line }
      return render(engine.line(ref), { keepsakes: {}, facts: factsOf('US', false, 'es' as Lang) }, [], {
        silent: false,
        protect: false,
      }).text()
    })
    expect(numbers).toMatch(/^Ahora mismo .*911.* o escribe|^Ahora mismo .*911.* o mensaje/)
    expect(told).toContain('cuando la clínica vuelva a abrir')
  })
})

test('words that never stand where somebody else may read along', () => {
  const [text = ''] = textsOf(
    new Talk(engine).hear({ type: 'SUSPECTED', question: 'now' }).says_(),
    factsOf('AU', false),
  )
  expect(text).not.toMatch(/danger|safe|hurt|help|call|\d/i)
})

test('in the dissociation branch an instruction has at most eight words (care C8)', () => {
  const inBranch = everyTurn().filter(({ state }) => state.frames.at(-1)?.flow === 'dissociation')
  const says = [...inBranch].flatMap(({ effects }) => saysIn(effects))
  const instructions = says.filter(
    ({ line }) => line.flow === 'dissociation' && !['people', 'told', 'back'].includes(line.step),
  )
  expect(instructions.length).toBeGreaterThan(10)
  for (const say of instructions) {
    const [text = ''] = textsOf([say], factsOf('AU', false))
    expect([text, wordsIn(text)]).toEqual([text, Math.min(8, wordsIn(text))])
  }
})
