import { aloneWith } from './ready.ts'
import { beginning, Conversation } from '../../src/core/conversation.ts'
import { QUESTIONS, type TurnEvent } from '../../src/core/event.ts'
import { Private } from '../../src/core/private.ts'
import type { FlowId, Lang } from '../../src/core/ids.ts'
import type { Engine, Given } from '../../src/ports/engine.ts'
import { IN_THE_PLACE, Talk } from './talk.ts'

/** Steps of the rails from which the body is still to come. */
const BEFORE = new Set(['gate', 'distress-before', 'here-before', 'body'])

const GIVENS: readonly Partial<Given>[] = [
  { kept: ['new-dream'] },
  { kept: ['place', 'cue-word', 'new-dream'] },
  { kept: ['new-dream'], placeSuspended: true },
]

/** One event of every kind that a state can hear; the numbers stand for their classes. */
export function eventsAt({ ask }: Conversation): TurnEvent[] {
  const own: TurnEvent[] =
    ask?.kind === 'rate' && ask.scale
      ? [0, 5, 7, 8, 9].map((value) => ({ type: 'RATED', scale: ask.scale!, value }))
      : (ask?.choices ?? []).map(({ id }) =>
          id === 'skip' ? { type: 'SKIPPED' } : id === 'back' ? { type: 'WENT_BACK' } : { type: 'CHOSE', choice: id },
        )
  const write: TurnEvent[] =
    ask?.kind === 'write'
      ? [
          { type: 'WROTE', text: new Private('x') },
          { type: 'ASIDE', about: 'other' },
        ]
      : []
  return [
    ...own.filter((event) => !(event.type === 'CHOSE' && ['stop', 'sos', 'help'].includes(event.choice))),
    ...write,
    { type: 'UNCLEAR', why: 'words' },
    { type: 'UNCLEAR', why: 'media' },
    { type: 'GREETED', wrote: false },
    { type: 'GREETED', wrote: true },
    { type: 'ASIDE', about: 'past' },
    { type: 'CHOSE', choice: 'intruded' },
  ]
}

/** Reminded of long ago, and asked for a second time. */
const REMINDED: Conversation['reminded'] = {
  ...beginning().reminded,
  open: {
    prompt: 'a',
    assignment: 'a1',
    flow: 'check-in' as FlowId,
    at: 0,
    until: 9e15,
    nudgeAt: 0,
    answered: false,
    snoozed: false,
    programme: false,
  },
}

const REMINDERS_DUE = (['assigned', 'before', 'after', 'nudge'] as const).map((about): TurnEvent => {
  const flow = 'check-in' as FlowId
  const occasion = { assignment: 'a1', flow, at: 0, until: 9e15, programme: false }
  const remind = about === 'nudge' ? null : { ...occasion, about }
  const due = { remind, nudge: about === 'nudge', nudgeAt: null, skipped: [], unanswered: 0, missed: null, next: null }
  return { type: 'REMINDER_DUE', due }
})

/** Every state that a client can reach, by what the machine knows of it. Timers and givens that open a door are tried too. */
export function everyState(engine: Engine): ReadonlyMap<string, Conversation> {
  const known = WALKED.get(engine) ?? walked(engine)
  WALKED.set(engine, known)
  return known
}

const WALKED = new WeakMap<Engine, ReadonlyMap<string, Conversation>>()

const ALWAYS: readonly TurnEvent[] = [
  { type: 'BARRIER', word: 'stop', answered: undefined },
  { type: 'BARRIER', word: 'sos', answered: undefined },
  { type: 'BARRIER', word: 'help', answered: undefined },
  { type: 'SIGNALLED', level: 'black', answered: undefined },
  { type: 'SIGNALLED', level: 'discreet', answered: undefined },
  { type: 'CAME_BACK', why: 'late' },
  ...(['follow-up', 'day-after', 'morning', 'red-check', 'question'] as const).map((timer): TurnEvent => ({
    type: 'TIMED_OUT',
    timer,
  })),
  ...REMINDERS_DUE,
  ...QUESTIONS.map((question): TurnEvent => ({ type: 'SUSPECTED', question })),
]

function walked(engine: Engine): Map<string, Conversation> {
  const seen = new Map<string, Conversation>()
  const practices = Object.keys(engine.current('en' as Lang)) as FlowId[]
  const givens = GIVENS.map((over): Given => {
    const { given } = new Talk(engine, over)
    return { ...given, plan: { ...given.plan, flows: practices, alone: aloneWith(...practices), stage: 'adult' } }
  })
  const waiting = [beginning(), { ...beginning(), welcomed: true }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const key = nameOf(next)
    if (seen.has(key)) continue
    // Through JSON once for each state, as between turns; a million steps need it no oftener.
    const here = Conversation.parse(JSON.parse(JSON.stringify(next)))
    seen.set(key, here)
    // Ratings and times are no part of the state: a client of long ago, whose weekly question is due.
    const before: Conversation = {
      ...here,
      rated: { distress: null, here: null },
      weeklyAskedAt: 0,
      practised: IN_THE_PLACE,
      reminded: REMINDED,
      // How pauses end is no part of it either: the composed run walks the three ways.
      pauseWay: 'clock',
      pausedAt: null,
    }
    for (const event of [...eventsAt(here), ...ALWAYS])
      for (const given of givens) waiting.push(engine.step(before, event, given).after)
  }
  return seen
}

function nameOf({ frames, practice, welcomed, calm, awaits }: Conversation): string {
  const rails = frames.findIndex(({ flow }) => flow === 'practice')
  const at = frames[rails]?.state ?? ''
  return JSON.stringify([
    // What a flow below remembers shows only once it is on top again.
    frames.slice(rails + 1).map(({ flow, state }) => [flow, state]),
    frames.at(-1)?.context,
    // Once the body is through, the rails are the same whatever it was.
    rails < 0 ? null : { at, body: BEFORE.has(at) ? practice?.flow : null },
    practice?.moved,
    welcomed,
    calm,
    awaits,
  ])
}
