import type { Frame } from '../../core/conversation.ts'
import type { CompiledScript } from '../compile.ts'
import type { FrameEvent, FrameEventType } from '../edges.ts'
import { rootsOf } from '../schema.ts'
import { enterFrame, stepFrame } from '../step.ts'
import { RESERVED_CHOICES, outcomeOf } from '../vocabulary.ts'
import type { Outcome } from '../vocabulary.ts'

/** Beyond this a flow is refused: a proof that takes minutes is a proof that nobody runs. */
export const CEILING = 20_000

/** One state that can be reached, with the shortest way to it. */
export interface Spot {
  readonly frame: Frame
  readonly ended: Outcome | null
  readonly from: { readonly spot: Spot; readonly event: FrameEventType } | null
  /** Every event that is understood here, with where it leads. */
  readonly next: { readonly event: FrameEventType; readonly spot: Spot }[]
}

export interface Walk {
  readonly spots: readonly Spot[]
  /** False: the ceiling was reached, and nothing is proven. */
  readonly complete: boolean
}

/**
 * Every state that a script can reach from its entries, breadth first, so that the way to each is a shortest one. It
 * steps as the engine does and tries every event in every state: a law needs no belief about which events fit a step.
 */
export function walk(script: CompiledScript, ceiling: number = CEILING): Walk {
  const events = alphabet(script)
  const known = new Map<string, Spot>()
  const spots: Spot[] = []
  const visit = (frame: Frame, from: Spot['from']): Spot => {
    const key = `${frame.state} ${frame.context.unclear} ${frame.context.rounds} ${frame.context.back ?? ''}`
    const old = known.get(key)
    if (old !== undefined) return old
    const spot: Spot = { frame, ended: outcomeOf(frame.state), from, next: [] }
    known.set(key, spot)
    spots.push(spot)
    return spot
  }
  for (const root of rootsOf(script.flow)) visit(enterFrame(script, root), null)
  for (let at = 0; at < spots.length; at++) {
    const spot = spots[at]
    if (spots.length > ceiling) return { spots, complete: false }
    if (spot === undefined || spot.ended !== null) continue
    for (const event of events) {
      const { frame, understood } = stepFrame(script, spot.frame, event)
      if (understood) spot.next.push({ event: event.type, spot: visit(frame, { spot, event: event.type }) })
    }
  }
  return { spots, complete: true }
}

/** Every event that any step knows, and the reserved ones, which none may know. */
function alphabet(script: CompiledScript): FrameEvent[] {
  // Cast: the machine's event names are those that edges.ts gave it.
  const declared = script.machine.events.map((name) => String(name) as FrameEventType)
  const reserved = RESERVED_CHOICES.map((choice) => `CHOSE.${choice}` as const)
  return [...new Set([...declared, ...reserved])].sort().map((type) => ({ type }))
}
