import type { Conversation, Frame } from '../../core/conversation.ts'
import type { Effect } from '../../core/effect.ts'
import type { ScriptHash } from '../../core/ids.ts'
import type { Given } from '../../ports/engine.ts'
import type { CompiledScript } from '../compile.ts'
import type { Library } from '../library.ts'
import type { Step } from '../schema.ts'

/** One turn while it is computed: a copy of the conversation, and the effects collected so far. Lives inside one `step` call. */
export interface Turn {
  readonly library: Library
  readonly given: Given
  conversation: Conversation
  effects: Effect[]
  /** How long the lines said so far take to come, in milliseconds. */
  saidMs: number
  /** An item of a questionnaire was answered in this turn: the next one needs no introduction. */
  answeredItem?: boolean
}

export const topOf = (turn: Turn): Frame | undefined => turn.conversation.frames.at(-1)

export function scriptOf(turn: Turn, frame: Frame): CompiledScript {
  return turn.library.script(frame.script)
}

/** The step that a frame stands at; undefined in a final state. */
export function stepOf(turn: Turn, frame: Frame): Step | undefined {
  return scriptOf(turn, frame).flow.steps[frame.state]
}

/** The script of a flow for this turn: a running practice keeps those that it began with (P10). */
export function scriptsOf(turn: Turn): Readonly<Record<string, ScriptHash>> {
  return turn.conversation.practice?.closure ?? turn.given.scripts
}

export function replaceTop(turn: Turn, frame: Frame): void {
  turn.conversation.frames = [...turn.conversation.frames.slice(0, -1), frame]
}

/** The class of the practice that runs; null outside one. */
export function classOfPractice({ library, conversation }: Turn): 'green' | 'amber' | null {
  const hash = conversation.practice?.closure[conversation.practice.flow]
  return hash === undefined ? null : library.script(hash).flow.class
}

/** Whether the body of a practice is running: the only place where imagery can be. */
export function inImagery(turn: Turn): boolean {
  const { practice, frames } = turn.conversation
  return practice !== null && frames.some((frame) => frame.flow === practice.flow)
}
