import type { AskId } from '../../core/ids.ts'
import type { AnswerTo } from '../../ports/engine.ts'
import { enterFrame } from '../step.ts'
import { endPractice, settle } from './walk.ts'
import type { Turn } from './turn.ts'

/** Where the rails lead from every state, whatever ran before: the flow, and the step it is entered at. */
export const INTERRUPTS = {
  stop: { flow: 'stopped', at: undefined },
  'stop-signal': { flow: 'stopped', at: 'signal' },
  'stop-check': { flow: 'stopped', at: 'check' },
  sos: { flow: 'crisis', at: undefined },
  help: { flow: 'help', at: undefined },
  red: { flow: 'crisis', at: 'words' },
  black: { flow: 'crisis', at: 'black' },
  discreet: { flow: 'direct-question', at: 'now' },
  nine: { flow: 'crisis', at: 'nine' },
  ten: { flow: 'crisis', at: 'ten' },
  'still-strong': { flow: 'crisis', at: 'still-strong' },
  unanswered: { flow: 'crisis', at: 'unanswered' },
  'red-check': { flow: 'crisis', at: 'check' },
  life: { flow: 'direct-question', at: undefined },
  harm: { flow: 'direct-question', at: 'harm' },
  now: { flow: 'direct-question', at: 'now' },
  away: { flow: 'direct-question', at: 'away' },
  taken: { flow: 'direct-question', at: 'taken' },
  panic: { flow: 'grounding', at: 'panic' },
  past: { flow: 'asked', at: undefined },
  intruded: { flow: 'intrusion', at: undefined },
  outage: { flow: 'came-back', at: undefined },
  late: { flow: 'came-back', at: 'late' },
  expired: { flow: 'came-back', at: 'expired' },
  failed: { flow: 'came-back', at: 'failed' },
  upgrade: { flow: 'came-back', at: 'upgrade' },
  quiet: { flow: 'came-back', at: 'quiet' },
  paused: { flow: 'came-back', at: 'paused' },
  handed: { flow: 'menu', at: 'with-person' },
  'follow-up': { flow: 'follow-up', at: undefined },
  need: { flow: 'follow-up', at: 'need' },
  'day-after': { flow: 'follow-up', at: 'day-after' },
  left: { flow: 'follow-up', at: 'left' },
  assigned: { flow: 'reminder', at: undefined },
  nudge: { flow: 'reminder', at: 'again' },
  before: { flow: 'reminder', at: 'before' },
  after: { flow: 'reminder', at: 'after' },
} as const
export type Interrupt = keyof typeof INTERRUPTS

/** Cards that stand for themselves. */
export const CARD_ANSWERS: readonly AnswerTo[] = [
  'set-aside',
  'unknown-sender',
  'stranger-numbers',
  'stranger-elsewhere',
  'pending',
  'discharged',
  'discharged-told',
  'discharged-shown',
  'store-down',
]

/**
 * Leaves whatever ran and enters the rails' own flow. With `answered`, the first lines are on their way already: only
 * the state moves, under the asking that the answer carries, so that nothing is said twice.
 */
export function interrupt(turn: Turn, what: Interrupt, answered?: AskId): void {
  endPractice(turn, what === 'stop' || what === 'stop-signal' ? 'stopped' : 'interrupted')
  const { flow, at } = INTERRUPTS[what]
  turn.conversation.frames = [enterFrame(turn.library.find(turn.given.scripts, flow), at)]
  const before = turn.effects.length
  settle(turn, answered ?? null)
  if (answered === undefined) return
  const silent = turn.effects.splice(before).filter((effect) => effect.type !== 'say')
  turn.effects.push(...silent)
  turn.saidMs = 0
}
