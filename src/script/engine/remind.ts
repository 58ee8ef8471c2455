import { PROMPT_ANSWERS, type PromptAnswer } from '../../core/effect.ts'
import type { NotReminded, ReminderDue, ReminderOccasion, TurnEvent } from '../../core/event.ts'
import { TIMES } from '../../rails/reviewed.ts'
import { interrupt } from './interrupt.ts'
import { topOf, type Turn } from './turn.ts'
import { call, dispatch, greet, settle, whatIsOpen } from './walk.ts'

const MINUTE = 60_000

/** Flows that nothing may break into: danger, and what settles after it. */
const NEVER_BROKEN = new Set<string>([
  'crisis',
  'direct-question',
  'stopped',
  'help',
  'intrusion',
  'dissociation',
  'grounding',
  'closing',
  'asked',
  'came-back',
])

/** A reminder's time has come: it is sent, or it stands on record why not. The next one has its timer either way. */
export function remind(turn: Turn, due: ReminderDue): void {
  const { conversation, given, effects } = turn
  const now = given.now.getTime()
  if (due.missed) miss(turn, due.missed)
  else closeProgramme(turn, now)
  for (const { why, ...occasion } of due.skipped) record(turn, occasion, { why, nudge: false })
  const { open } = conversation.reminded
  conversation.reminded = { ...conversation.reminded, through: now }
  if (due.remind) sendReminder(turn, due.remind, due)
  else if (due.nudge && open) sendNudge(turn, open)
  const standing = conversation.reminded.open
  const nudgeAt = standing?.nudgeAt ?? null
  const closesAt = standing?.programme && !standing.answered ? standing.until : null
  const next = [due.next, nudgeAt, closesAt].filter((at) => at !== null).filter((at) => at > now)
  if (next.length > 0) effects.push({ type: 'startTimer', timer: 'reminder', afterMs: Math.min(...next) - now })
}

/** A check-in of a day programme had its time. Nothing is said to the client. */
function miss(turn: Turn, { inRow, level }: NonNullable<ReminderDue['missed']>): void {
  const { reminded } = turn.conversation
  const open = reminded.open && { ...reminded.open, programme: false }
  turn.conversation.reminded = { ...reminded, open, missed: inRow }
  turn.effects.push({ type: 'raiseFlag', level, rule: level === 'amber' ? 'check-ins-missed' : 'check-in-missed' })
}

/** Its close has come, and nothing was missed: whatever comes later is no miss of it. */
function closeProgramme({ conversation }: Turn, now: number): void {
  const { open } = conversation.reminded
  if (open?.programme && open.until <= now)
    conversation.reminded = { ...conversation.reminded, open: { ...open, programme: false } }
}

function sendReminder(turn: Turn, occasion: ReminderOccasion, { nudgeAt, unanswered }: ReminderDue): void {
  const why = whyNot(turn, occasion)
  const prompt = record(turn, occasion, { why, nudge: false })
  if (why) return
  const { assignment, flow, at, until, programme } = occasion
  turn.conversation.reminded = {
    ...turn.conversation.reminded,
    sentAt: turn.given.now.getTime(),
    unanswered,
    open: { prompt, assignment, flow, at, until, nudgeAt, answered: false, snoozed: false, programme },
  }
  say(turn, occasion.about, until)
}

type Open = NonNullable<Turn['conversation']['reminded']['open']>

function sendNudge(turn: Turn, open: Open): void {
  const why = whyNot(turn, open)
  const prompt = record(turn, open, { why, nudge: true })
  turn.conversation.reminded = {
    ...turn.conversation.reminded,
    ...(why === null && { nudgedAt: turn.given.now.getTime() }),
    open: { ...open, nudgeAt: null, ...(why === null && { prompt, answered: false }) },
  }
  if (why === null) say(turn, 'nudge', open.until)
}

function say(turn: Turn, what: 'assigned' | 'nudge' | 'before' | 'after', until: number): void {
  const before = turn.effects.length
  interrupt(turn, what)
  const staleAfterMs = until - turn.given.now.getTime()
  const said = turn.effects.splice(before)
  turn.effects.push(...said.map((effect) => (effect.type === 'say' ? { ...effect, staleAfterMs } : effect)))
}

type About = Pick<ReminderOccasion, 'assignment' | 'flow' | 'at' | 'until'>

function record(turn: Turn, about: About, { why, nudge }: { why: NotReminded | null; nudge: boolean }): string {
  const { assignment, flow, at: intended, until } = about
  const prompt = turn.given.newId()
  turn.effects.push({ type: 'prompt', prompt, assignment, flow, nudge, intended, until, why })
  return prompt
}

/** A reminder breaks into nothing, and reminds of nothing that the menu would not open (care C6). */
function whyNot(turn: Turn, { flow }: Pick<ReminderOccasion, 'flow'>): NotReminded | null {
  const { given, conversation, library } = turn
  const hash = given.scripts[flow]
  if (hash === undefined || given.scripts['reminder'] === undefined) return 'not-signed'
  if (given.handed) return 'with-person'
  if (conversation.practice) return 'practice'
  if (given.signalStands || conversation.awaits !== null) return 'crisis'
  if (conversation.frames.some((frame) => NEVER_BROKEN.has(frame.flow))) return 'crisis'
  if (given.latched) return 'latch'
  if (!conversation.welcomed) return 'not-welcomed'
  return whatIsOpen(turn, library.script(hash)) === 'all' ? null : 'not-open'
}

/** [Begin]: the flow that was assigned, through the same gates as from the menu. */
export function beginReminded(turn: Turn): void {
  const flow = turn.conversation.reminded.open?.flow
  if (flow === undefined || turn.given.scripts[flow] === undefined) return greet(turn)
  dispatch(turn, { type: 'CHOSE.begin' })
  turn.conversation.frames = []
  call(turn, flow)
  settle(turn)
}

/** [Later]: once more today, inside the window, and it counts as the day's one nudge. */
export function snooze(turn: Turn): void {
  const { reminded } = turn.conversation
  const nudgeAt = turn.given.now.getTime() + TIMES.reminderLaterMinutes * MINUTE
  if (!reminded.open || nudgeAt >= reminded.open.until) return
  turn.conversation.reminded = { ...reminded, open: { ...reminded.open, nudgeAt, snoozed: true } }
  turn.effects.push({ type: 'startTimer', timer: 'reminder', afterMs: nudgeAt - turn.given.now.getTime() })
}

/** The client wants none for a while. Nothing is counted, and nobody is told. */
export function rest(turn: Turn): void {
  const pausedUntil = turn.given.now.getTime() + TIMES.reminderRestDays * 24 * 60 * MINUTE
  turn.conversation.reminded = { ...turn.conversation.reminded, pausedUntil }
}

/** Whatever the client does after a reminder answers it: the ladder begins anew. */
export function answerReminder(turn: Turn, event: TurnEvent): void {
  const { reminded } = turn.conversation
  if (!reminded.open || reminded.open.answered) return
  const { prompt } = reminded.open
  turn.effects.push({ type: 'answerPrompt', prompt, answer: answerOf(turn, event) })
  const open = { ...reminded.open, answered: true, nudgeAt: null }
  const missed = reminded.open.programme ? 0 : reminded.missed
  turn.conversation.reminded = { ...reminded, unanswered: 0, missed, open }
}

function answerOf(turn: Turn, event: TurnEvent): PromptAnswer {
  const tapped = event.type === 'CHOSE' && topOf(turn)?.flow === 'reminder' ? event.choice : null
  return PROMPT_ANSWERS.find((answer) => answer === tapped) ?? 'other'
}
