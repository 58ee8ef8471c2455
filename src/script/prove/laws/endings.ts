import type { Flow } from '../../schema.ts'
import type { Finding } from '../../read/source.ts'
import { transcriptTo } from '../transcript.ts'
import type { Spot, Walk } from '../walk.ts'

/**
 * Law (the machine's share of P9): from every state that can be reached an end can be reached; and it can be reached
 * whatever the ratings turn out to be and however a flow that was run ends. The client's own answers are the client's:
 * one that leads on is enough.
 */
export function everyPathEnds(flow: Flow, { spots }: Walk): Finding[] {
  const open = endable(spots, (ways, ends) => ways.some(ends))
  // A trap has its own finding; here it does not count again for every rating that leads into it.
  const settled = (spot: Spot, ends: Judge) => !open.has(spot) || ends(spot)
  const certain = endable(spots, (ways, ends, spot) =>
    isOutOfHand(spot, flow)
      ? ways.every((way) => settled(way, ends))
      : ways.some((way) => settled(way, ends)) && passedOver(spot).every((way) => settled(way, ends)),
  )
  // Where one falls in, not every step of the trap.
  const stuck = spots.filter((spot) => !open.has(spot) && (spot.from === null || open.has(spot.from.spot)))
  const uncertain = spots.filter(
    (spot) => open.has(spot) && !certain.has(spot) && (isOutOfHand(spot, flow) || passedOver(spot).length > 0),
  )
  return [
    ...firstOfEachStep(stuck).map((spot): Finding => {
      const message = `From the step \`${spot.frame.state}\` no way leads to an end.`
      const cure = 'Lead on from here to a step that ends, or write `go: close`.'
      return { ...atStep(spot, flow, message), rule: 'dead-end', cure }
    }),
    ...firstOfEachStep(uncertain).map((spot): Finding => {
      const message = `The step \`${spot.frame.state}\` can come again and again for as long as the answer stays the same.`
      const cure = 'Ask in between, with a choice that leads to an end whatever the rating is.'
      return { ...atStep(spot, flow, message), rule: 'endless', cure }
    }),
  ]
}

type Judge = (spot: Spot) => boolean

/** The states from which an end can be reached, if each state's ways on are judged by `holds`. */
export function endable(spots: readonly Spot[], holds: (ways: Spot[], ends: Judge, spot: Spot) => boolean): Set<Spot> {
  const ending = new Set(spots.filter((spot) => spot.ended !== null))
  const ends = (spot: Spot) => ending.has(spot)
  for (let before = -1; before !== ending.size;) {
    before = ending.size
    // From the last found to the first: ends lie behind their steps, so few rounds are needed.
    for (const spot of spots.toReversed()) {
      const ways = waysOn(spot)
      if (!ending.has(spot) && ways.length > 0 && holds(ways, ends, spot)) ending.add(spot)
    }
  }
  return ending
}

/** Back and unclear words are no way on. */
function waysOn(spot: Spot): Spot[] {
  return spot.next.flatMap((way) => (way.event === 'BACK' || way.event === 'UNCLEAR' ? [] : [way.spot]))
}

/** Where the step is not for this client, it is not theirs to choose either. */
function passedOver(spot: Spot): Spot[] {
  return spot.next.flatMap((way) => (way.event === 'ELSE' ? [way.spot] : []))
}

/** True where the way on is not the client's to choose: a rating is what it is, and a flow ends as it ends. */
function isOutOfHand(spot: Spot, flow: Flow): boolean {
  const kind = flow.steps[spot.frame.state]?.kind
  return kind === 'rate' || kind === 'run'
}

function firstOfEachStep(spots: readonly Spot[]): Spot[] {
  const first = new Map<string, Spot>()
  for (const spot of spots) if (!first.has(spot.frame.state)) first.set(spot.frame.state, spot)
  return [...first.values()]
}

function atStep(spot: Spot, flow: Flow, message: string): Omit<Finding, 'rule' | 'cure'> {
  const step = spot.frame.state
  const way = `${message}\nThe way there:\n${transcriptTo(spot, flow)}`
  return { family: 'safety', at: ['steps', step], atKey: true, step, message: way }
}
