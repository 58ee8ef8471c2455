import { isOpinion } from '../../../core/event.ts'
import { isAsking } from '../../schema.ts'
import type { Flow, Step } from '../../schema.ts'
import type { Finding } from '../../read/source.ts'
import { BODY } from '../../vocabulary.ts'
import type { ResolveFlow } from '../law.ts'
import { longestRoute } from '../longest.ts'

/**
 * How time is counted. 200 words a minute is slow, silent reading of plain sentences; a tap is finding and touching a
 * button; the gate is one message with one button (care C14). Clinical numbers: changed only with a clinician.
 */
export const PACE = { wordsPerMinute: 200, secondsPerTap: 3, gateTaps: 1 } as const

/** The lengths of practice that care C14 knows, short to long, with the ratings that the rails ask before and after. */
export const PRACTICE_LENGTHS = [
  { called: 'cue only', minutes: 1.5, taps: 4, before: 1, after: 1 },
  { called: 'short rehearsal', minutes: 4, taps: 10, before: 2, after: 2 },
  { called: 'full rehearsal or comforting', minutes: 12, taps: 18, before: 2, after: 2 },
] as const

/** The shortest of the agreed lengths that a budget keeps to; undefined where it is longer than all. */
export const lengthOf = (budget: { readonly minutes: number; readonly taps: number }) =>
  PRACTICE_LENGTHS.find(({ minutes, taps }) => budget.minutes <= minutes && budget.taps <= taps)

/** Law (care C14): the longest way through a flow, no step twice, stays inside its budget, the rails' own taps included. */
export function budgetHolds(flow: Flow, resolve: ResolveFlow): Finding[] {
  const { budget } = flow
  if (budget === null) return []
  const length = lengthOf(budget)
  if (flow.kind === 'practice' && length === undefined) {
    const most = PRACTICE_LENGTHS.at(-1)
    const message = `A practice of ${budget.minutes} minutes and ${budget.taps} taps is longer than any that was agreed (${most?.minutes} minutes, ${most?.taps} taps).`
    return [{ rule: 'budget-too-long', family: 'budget', at: ['budget'], message, cure: 'Make two practices of it.' }]
  }
  const rails = flow.kind === 'practice' && length !== undefined ? railsTaps(flow, length) : 0
  const taps = longest(flow, resolve, tapsOf)
  const seconds = longest(flow, resolve, secondsOf)
  const allTaps = taps.cost + rails
  const minutes = (seconds.cost + rails * PACE.secondsPerTap) / 60
  const counted = rails === 0 ? '' : `, ${rails} of them for gate and ratings`
  const over: Finding[] = []
  if (allTaps > budget.taps) {
    over.push({
      rule: 'over-budget',
      family: 'budget',
      at: ['budget', 'taps'],
      message: `The longest way takes ${allTaps} taps${counted}, and the budget is ${budget.taps}:\n    ${taps.steps.join(' → ')}`,
      cure: 'Ask less on this way, or agree on a longer practice.',
    })
  }
  if (minutes > budget.minutes) {
    over.push({
      rule: 'over-budget',
      family: 'budget',
      at: ['budget', 'minutes'],
      message: `The longest way takes ${minutes.toFixed(1)} minutes, and the budget is ${budget.minutes}:\n    ${seconds.steps.join(' → ')}`,
      cure: 'Shorten lines or pauses on this way, or agree on a longer practice.',
    })
  }
  return over
}

/** What the rails add, unless the flow asks these ratings itself: one younger than ten minutes is never asked again (care C3). */
function railsTaps(flow: Flow, length: (typeof PRACTICE_LENGTHS)[number]): number {
  // Of all its opinions a practice asks one at most, in turn.
  const opinion = Object.values(flow.steps).some(isOpinionAsked) ? 1 : 0
  const asks = (moment: 'before' | 'after') =>
    Object.values(flow.steps).some((step) => step.kind === 'rate' && step.moment === moment)
  return opinion + PACE.gateTaps + (asks('before') ? 0 : length.before) + (asks('after') ? 0 : length.after)
}

function tapsOf(step: Step): number {
  return isAsking(step) && !isOpinionAsked(step) ? 1 : 0
}

const isOpinionAsked = (step: Step): boolean => step.kind === 'rate' && isOpinion(step.scale)

function secondsOf(step: Step): number {
  const pauses = step.say.reduce((sum, item) => sum + (item.kind === 'pause' ? item.ms / 1000 : 0), 0)
  const texts = [
    ...step.say.flatMap((item) => (item.kind === 'line' ? [item.text] : [])),
    ...('choices' in step ? step.choices.map(({ label }) => label) : []),
  ]
  const words = texts.join(' ').split(/\s+/).filter(Boolean).length
  return pauses + (words * 60) / PACE.wordsPerMinute + tapsOf(step) * PACE.secondsPerTap
}

/** Care that is needed on the way takes the time that it takes: only practices inside a practice are counted. */
function longest(flow: Flow, resolve: ResolveFlow, costOf: (step: Step) => number, above: readonly string[] = []) {
  const cost = (name: string): number => {
    const step = flow.steps[name]
    if (step === undefined) return 0
    const callee = step.kind === 'run' && step.flow !== BODY ? resolve(step.flow) : undefined
    const inner =
      callee?.kind === 'practice' && !above.includes(callee.flow)
        ? longest(callee, resolve, costOf, [...above, flow.flow]).cost
        : 0
    return costOf(step) + inner
  }
  const routes = [flow.start, ...flow.entries].flatMap((root) =>
    root === null ? [] : (longestRoute(flow, root, cost) ?? []),
  )
  return routes.reduce((most, route) => (route.cost > most.cost ? route : most), {
    cost: 0,
    steps: [] as readonly string[],
  })
}
