import type { Instrument } from '../../rails/instruments/instruments.ts'

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
  const { id, itemCount, highest, reversed, factor, riskItem, bands, clusters } = instrument
  if (answers.length !== itemCount)
    throw new RangeError(`${id} has ${itemCount} items; ${answers.length} answers were given. Give one for each.`)
  const wrong = answers.findIndex((one) => !Number.isInteger(one) || one < 0 || one > highest)
  if (wrong >= 0)
    throw new RangeError(
      `The answer to item ${wrong + 1} is not one of ${id}. Give a whole number from 0 to ${highest}.`,
    )
  const worth = answers.map((one, at) => (reversed.includes(at + 1) ? highest - one : one))
  const total = factor * worth.reduce((sum, one) => sum + one, 0)
  return {
    total,
    most: factor * itemCount * highest,
    band: bands.findLast(({ from }) => from <= total)?.name ?? '',
    risk: riskItem === null ? null : (answers[riskItem - 1] ?? 0),
    provisional: clusters && clusters.groups.every((group) => reaches(answers, group, clusters.countsFrom)),
  }
}

type Group = NonNullable<Instrument['clusters']>['groups'][number]

const reaches = (answers: readonly number[], { first, last, needed }: Group, countsFrom: number): boolean =>
  answers.slice(first - 1, last).filter((one) => one >= countsFrom).length >= needed

/** A change between two totals as a band; null where no number says what is more than noise. */
export function changeBetween(
  { reliableChange }: Pick<Instrument, 'reliableChange'>,
  before: number,
  after: number,
): 'reliably lower' | 'within the noise' | 'reliably higher' | null {
  if (reliableChange === null) return null
  if (before - after >= reliableChange) return 'reliably lower'
  return after - before >= reliableChange ? 'reliably higher' : 'within the noise'
}
