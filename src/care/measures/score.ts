import type { Instrument } from './instruments.ts'

/** What a filled-in questionnaire comes to. For clinicians; a client is told no verdict (care C29). */
export interface Score {
  readonly total: number
  readonly most: number
  readonly band: string
  /** The answer to the risk item; null where there is none. */
  readonly risk: number | null
  /** Whether every group of items reaches what the provisional rule asks; null where there is no such rule. */
  readonly provisional: boolean | null
}

/** Missing answers are never filled in: all items, or no score. @throws RangeError naming the item and the cure. */
export function scoreOf(instrument: Instrument, answers: readonly number[]): Score {
  const { id, items, options, riskItem, bands, clusters } = instrument
  if (answers.length !== items.length)
    throw new RangeError(`${id} has ${items.length} items; ${answers.length} answers were given. Give one for each.`)
  const highest = options.length - 1
  const wrong = answers.findIndex((one) => !Number.isInteger(one) || one < 0 || one > highest)
  if (wrong >= 0)
    throw new RangeError(
      `The answer to item ${wrong + 1} is not one of ${id}. Give a whole number from 0 to ${highest}.`,
    )
  const total = answers.reduce((sum, one) => sum + one, 0)
  return {
    total,
    most: items.length * highest,
    band: bands.findLast(({ from }) => from <= total)?.name ?? '',
    risk: riskItem === null ? null : (answers[riskItem - 1] ?? 0),
    provisional: clusters && clusters.groups.every((group) => reaches(answers, group, clusters.countsFrom)),
  }
}

type Group = NonNullable<Instrument['clusters']>['groups'][number]

const reaches = (answers: readonly number[], { first, last, needed }: Group, countsFrom: number): boolean =>
  answers.slice(first - 1, last).filter((one) => one >= countsFrom).length >= needed

/** A change between two totals as a band: lower is better in all that are here. */
export function changeBetween(
  { reliableChange }: Pick<Instrument, 'reliableChange'>,
  before: number,
  after: number,
): 'reliably lower' | 'within the noise' | 'reliably higher' {
  if (before - after >= reliableChange) return 'reliably lower'
  return after - before >= reliableChange ? 'reliably higher' : 'within the noise'
}
