import type { Ask } from '../core/effect.ts'
import type { RowId } from '../core/ids.ts'
import { LIMITS } from '../core/limits.ts'
import type { Button } from '../core/message.ts'
import { type OutboundMessage, render, renderLabel, type RenderValues } from '../core/render.ts'
import type { Engine, Say } from '../ports/engine.ts'
import type { OutboxRow } from '../ports/store.ts'
import { contactsIn } from './contacts.ts'

/** Where people are looked for: after SOS or red, and in the safety plan (care C20). */
const WITH_CONTACTS = new Set<string>(['crisis', 'safety-plan'])

export interface Rendering {
  readonly engine: Pick<Engine, 'line'>
  readonly values: RenderValues
}

/** What the engine says, as rows for the outbox, in the same order. */
export function rowsOf(says: readonly Say[], using: Rendering & { newId(): string }): OutboxRow[] {
  return says.map((say) => ({
    id: using.newId() as RowId,
    lane: say.lane,
    repeat: say.repeat,
    afterMs: say.afterMs,
    expiresAfterMs: say.lane === 'practice' ? (say.staleAfterMs ?? LIMITS.practiceLineExpiresMs) : null,
    ...(say.staleAfterMs !== undefined && { quietly: true }),
    message: messageOf(say, using).stored(),
  }))
}

/** One line with its slots filled and its buttons under it. */
export function messageOf(say: Say, { engine, values }: Rendering): OutboundMessage {
  const { silent, protect, wakes, recording, pin } = say
  const line = engine.line(say.line)
  const contacts = WITH_CONTACTS.has(say.line.flow) ? contactsIn(line.template(), values) : []
  return render(line, values, say.ask ? buttonsOf(say.ask, { engine, values }) : [], {
    silent,
    protect,
    ...(wakes && { wakes }),
    ...(recording !== undefined && { recording }),
    ...(pin && { pin }),
    ...(contacts.length > 0 && { contacts }),
  })
}

const NUMBERS = Array.from({ length: 11 }, (_none, number) => String(number))

/** A tap on an old scale of distress must still be known as one: a 9 there is heard (care C5). */
const numberChoice = ({ scale }: Ask, number: string) => (scale === 'distress' ? `distress-${number}` : number)

/** A rating's numbers are the same in every script, so they stand in none; they come before what else is offered. */
function buttonsOf(ask: Ask, { engine, values }: Rendering): Button[] {
  const token = (choice: string) => `${ask.id}.${choice}`
  const numbers =
    ask.kind === 'rate' ? NUMBERS.map((number) => ({ token: token(numberChoice(ask, number)), label: number })) : []
  const offers = ask.offers.map(({ id, label }) => ({
    token: token(id),
    label: renderLabel(engine.line(label), values),
  }))
  return [...numbers, ...offers]
}
