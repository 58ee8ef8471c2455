import { beginning, Conversation } from '../../src/core/conversation.ts'
import type { AskId, FlowId, Lang } from '../../src/core/ids.ts'
import { Plan } from '../../src/core/plan.ts'
import { Private } from '../../src/core/private.ts'
import { understand } from '../../src/core/understand.ts'
import type { Given } from '../../src/ports/engine.ts'
import { asideOf } from '../../src/rails/asides.ts'
import { isGreeting, isMenuWord, isRefusal } from '../../src/rails/barrier-words.ts'
import { factsForStranger } from '../../src/care/facts.ts'
import { rowsOf } from '../../src/turn/rows.ts'
import { benchScripts, engineOver } from './scripts.ts'
import type { Walker } from './walk.ts'

const HEARING = { crisisAt: 9, isGreeting, isMenuWord, isRefusal, asideOf }

/** What a turn does between load and commit: state read and checked, words understood, stepped, rendered, state written. */
export async function ours(): Promise<Walker> {
  const { engine } = await engineOver(benchScripts())
  const states = new Map<number, string>()
  const values = { keepsakes: {}, facts: factsForStranger() }
  let ids = 0
  const newId = () => String(++ids)
  const given: Given = {
    now: new Date('2026-03-02T09:00:00Z'),
    plan: Plan.parse({
      country: 'AU',
      zone: 'Australia/Sydney',
      lang: 'en',
      minor: false,
      therapist: 'Dr Reed',
      flows: ['safe-place-rehearsal' as FlowId],
      tighter: {},
      alone: [{ flow: 'safe-place-rehearsal' as FlowId, by: 'bench', at: '2026-01-01T00:00:00Z' }],
    }),
    latched: false,
    pausedUntil: null,
    held: [],
    handed: false,
    signalStands: false,
    higherStartAllowed: false,
    placeSuspended: false,
    asked: null,
    history: null,
    risksReviewed: {},
    practised: [],
    recordings: [],
    kept: [],
    scripts: engine.current('en' as Lang),
    withdrawn: [],
    newId,
    newAskId: () => newId().padStart(12, '0') as AskId,
  }
  const fresh = JSON.stringify({ ...beginning(), welcomed: true })
  return {
    name: 'engine: a turn of ours',
    hears(chat, words) {
      const before = Conversation.parse(JSON.parse(states.get(chat) ?? fresh))
      const event = understand({ kind: 'text', text: new Private(words) }, before, HEARING, given.now)
      if (!event) return []
      const { after, effects } = engine.step(before, event, given)
      states.set(chat, JSON.stringify(after))
      const says = effects.filter((effect) => effect.type === 'say')
      return rowsOf(says, { engine, values, newId }).map(({ message }) => message.text)
    },
  }
}
