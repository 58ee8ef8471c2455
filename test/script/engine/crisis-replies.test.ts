import { describe, expect, test } from 'vitest'
import type { ClinicianId, FlowId, Lang } from '../../../src/core/ids.ts'
import { render, type Facts } from '../../../src/core/render.ts'
import { countries } from '../../../src/rails/crisis-directory.ts'
import { factsFor, factsForStranger } from '../../../src/care/facts.ts'
import { eventsAt, everyState } from '../../support/every-state.ts'
import { signedEngine } from '../../support/flows.ts'
import { Talk } from '../../support/talk.ts'

/*
 * Care, 'Crisis replies, in general': at most three messages of at most forty words, the number never in the last one,
 * which asks; nothing is promised, detected or praised. Held in every state, for every country, for adults and minors.
 */

const { engine, library } = await signedEngine()
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
function repliesOfAll(): Map<string, ReturnType<Talk['says_']>> {
  const replies = new Map<string, ReturnType<Talk['says_']>>()
  const note = (talk: Talk) => {
    if (talk.says_().some(({ line }) => CRISIS_FLOWS.includes(line.flow)))
      replies.set(talk.said().join(' '), talk.says_())
  }
  for (const state of everyState(engine).values()) {
    const from = () => Object.assign(new Talk(engine), { conversation: structuredClone(state) })
    for (const event of eventsAt(state)) note(from().hear(event))
    for (const timer of ['question', 'red-check', 'stop-check'] as const)
      note(from().hear({ type: 'TIMED_OUT', timer }))
  }
  for (const word of ['stop', 'sos', 'help'] as const)
    note(new Talk(engine, { signalStands: true }).hear({ type: 'BARRIER', word, answered: undefined }))
  for (const level of ['red', 'black', 'discreet'] as const)
    note(new Talk(engine).hear({ type: 'SIGNALLED', level, answered: undefined }))
  for (const words of ['9', '10']) note(new Talk(engine).says(words))
  return replies
}

const replies = [...repliesOfAll()]
const textsOf = (says: ReturnType<Talk['says_']>, facts: Facts) =>
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
  const translated = ({ line, ...say }: ReturnType<Talk['says_']>[number]) => {
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
  const states = [...everyState(engine).values()].filter(({ frames }) => frames.at(-1)?.flow === 'dissociation')
  const says = states.flatMap((state) => {
    const from = () => Object.assign(new Talk(engine), { conversation: structuredClone(state) })
    return eventsAt(state).flatMap((event) => from().hear(event).says_())
  })
  const instructions = says.filter(
    ({ line }) => line.flow === 'dissociation' && !['people', 'told', 'back'].includes(line.step),
  )
  expect(instructions.length).toBeGreaterThan(10)
  for (const say of instructions) {
    const [text = ''] = textsOf([say], factsOf('AU', false))
    expect([text, wordsIn(text)]).toEqual([text, Math.min(8, wordsIn(text))])
  }
})
