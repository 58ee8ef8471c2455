import { edgesOf } from '../edges.ts'
import type { Flow } from '../schema.ts'
import { outcomeOf } from '../vocabulary.ts'

/** What a walk through a flow costs, and the steps that it passes. */
export interface Route {
  readonly cost: number
  readonly steps: readonly string[]
}

/** Inside one knot of steps that lead back to each other, this many tries; then the whole knot is counted, which is never too little. */
const TRIES = 20_000

/** The dearest way from a step to an end that passes no step twice; null if there is none. */
export function longestRoute(flow: Flow, from: string, costOf: (step: string) => number): Route | null {
  const ahead = new Map(
    Object.entries(flow.steps).map(([name, step]) => [name, edgesOf(step).map((edge) => edge.target)]),
  )
  const reach = new Map([...ahead.keys()].map((name) => [name, reachable(name, ahead)]))
  const inOneKnot = (one: string, other: string) =>
    reach.get(one)?.has(other) === true && reach.get(other)?.has(one) === true
  const known = new Map<string, Route | null>()

  const best = (entry: string): Route | null => {
    const old = known.get(entry)
    if (old !== undefined) return old
    let tries = 0
    const explore = (name: string, passed: ReadonlySet<string>): Route | null => {
      tries += 1
      const ways = (ahead.get(name) ?? []).map((target): Route | null => {
        if (outcomeOf(target) !== null) return { cost: 0, steps: [] }
        if (!inOneKnot(name, target)) return best(target)
        return passed.has(target) || tries > TRIES ? null : explore(target, new Set([...passed, target]))
      })
      const dearest = dearer(ways)
      return dearest && { cost: costOf(name) + dearest.cost, steps: [name, ...dearest.steps] }
    }
    const found = explore(entry, new Set([entry]))
    const route = tries > TRIES ? wholeKnot(entry) : found
    known.set(entry, route)
    return route
  }

  const wholeKnot = (entry: string): Route | null => {
    const knot = [...ahead.keys()].filter((name) => name === entry || inOneKnot(entry, name))
    const exits = knot.flatMap((name) => (ahead.get(name) ?? []).filter((target) => !knot.includes(target)))
    const onward = dearer(exits.map((target) => (outcomeOf(target) === null ? best(target) : { cost: 0, steps: [] })))
    return (
      onward && { cost: knot.reduce((sum, name) => sum + costOf(name), onward.cost), steps: [...knot, ...onward.steps] }
    )
  }

  return best(from)
}

function dearer(routes: readonly (Route | null)[]): Route | null {
  return routes.reduce<Route | null>(
    (most, route) => (route !== null && (most === null || route.cost > most.cost) ? route : most),
    null,
  )
}

function reachable(from: string, ahead: ReadonlyMap<string, readonly string[]>): Set<string> {
  const seen = new Set<string>()
  const waiting = [...(ahead.get(from) ?? [])]
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
    if (seen.has(here)) continue
    seen.add(here)
    waiting.push(...(ahead.get(here) ?? []))
  }
  return seen
}
