import { aloneWith, READY } from './ready.ts'
import { beginning, Conversation } from '../../src/core/conversation.ts'
import type { Effect } from '../../src/core/effect.ts'
import type { TurnEvent } from '../../src/core/event.ts'
import type { AskId, FlowId, Lang } from '../../src/core/ids.ts'
import { Private } from '../../src/core/private.ts'
import { understand } from '../../src/core/understand.ts'
import type { Engine, Given, Say } from '../../src/ports/engine.ts'
import { asideOf } from '../../src/rails/asides.ts'
import { barrierWordOf, isGreeting, isMenuWord, isRefusal } from '../../src/rails/barrier-words.ts'

const HEARING = { crisisAt: 9, isGreeting, isMenuWord, isRefusal, asideOf }

/** Two days before: comforting begins from a place that was visited within the week. */
export const IN_THE_PLACE = [{ flow: 'safe-place-cue' as FlowId, at: Date.parse('2026-02-28T09:00:00Z') }]

/** A conversation with the engine alone: no store, no clock; state goes through JSON between all turns. */
export class Talk {
  conversation: Conversation = { ...beginning(), welcomed: true, practised: IN_THE_PLACE }
  effects: readonly Effect[] = []
  readonly engine: Engine
  given: Given
  #ids = 0

  constructor(engine: Engine, over: Partial<Given> = {}) {
    this.engine = engine
    this.given = {
      now: new Date('2026-03-02T09:00:00Z'),
      plan: {
        country: 'AU',
        zone: 'Australia/Sydney',
        lang: 'en' as Lang,
        minor: false,
        therapist: 'Dr Reed',
        flows: ['safe-place-rehearsal' as FlowId],
        tighter: {},
        readiness: READY,
        alone: aloneWith('safe-place-rehearsal'),
      },
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
      kept: ['place', 'cue-word'],
      recordings: [],
      scripts: engine.current('en' as Lang),
      withdrawn: [],
      newId: () => `00000000-0000-4000-8000-${String(++this.#ids).padStart(12, '0')}`,
      newAskId: () => `ask-${String(++this.#ids).padStart(8, '0')}` as AskId,
      ...over,
    }
  }

  hear(event: TurnEvent): this {
    const { after, effects } = this.engine.step(this.conversation, event, this.given)
    this.conversation = Conversation.parse(JSON.parse(JSON.stringify(after)))
    this.effects = effects
    return this
  }

  /** Words as a client types them: once the question is there to be read, or before. */
  says(text: string, at: Date = new Date(Math.max(this.given.now.getTime(), this.conversation.ask?.from ?? 0))): this {
    const word = barrierWordOf(text)
    if (word) return this.hear({ type: 'BARRIER', word, answered: undefined })
    const event = understand({ kind: 'text', text: new Private(text) }, this.conversation, HEARING, at)
    return event ? this.hear(event) : this
  }

  taps(choice: string): this {
    const token = `${this.conversation.ask?.id}.${choice}`
    const event = understand({ kind: 'choice', token }, this.conversation, HEARING, this.given.now)
    return event ? this.hear(event) : this
  }

  /** What was said in this turn, as `flow/step`. */
  said(): string[] {
    return this.says_().map((say) => `${say.line.flow}/${say.line.step}`)
  }
  says_(): Say[] {
    return this.effects.filter((effect) => effect.type === 'say')
  }
  /** Where the conversation stands, innermost last. */
  at(): string[] {
    return this.conversation.frames.map((frame) => `${frame.flow}/${frame.state}`)
  }
  caused<K extends Effect['type']>(type: K): Extract<Effect, { type: K }>[] {
    return this.effects.filter((effect): effect is Extract<Effect, { type: K }> => effect.type === type)
  }
}
