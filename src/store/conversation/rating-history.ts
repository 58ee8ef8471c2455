import type { RatingMoment } from '../../core/effect.ts'
import type { FlowId } from '../../core/ids.ts'
import type { RatingHistory } from '../../ports/engine.ts'
import type { Seal } from '../sealing/seal.ts'

/** What `functions/rating_history.sql` answers: practices newest first, ratings oldest first, values sealed. */
export interface StoredHistory {
  readonly practices: readonly { readonly id: string; readonly flow: FlowId }[]
  readonly ratings: readonly StoredRating[]
}

interface StoredRating {
  readonly row: string
  readonly value: string
  readonly moment: RatingMoment
  readonly practice: string | null
  readonly at: string
}

/** The history that the review looks at; null before the first practice has ended. */
export function ratingHistory(seal: Seal, { practices, ratings }: StoredHistory): RatingHistory | null {
  const [last] = practices
  if (!last) return null
  const opened = ratings.map(({ row, value, moment, practice, at }) => ({
    moment,
    practice,
    value: Number(seal.open({ table: 'ratings', row, column: 'value' }, value)),
    at: Date.parse(at),
  }))
  const runs = practices
    .filter(({ flow }) => flow === last.flow)
    .flatMap(({ id }) => {
      const own = opened.filter(({ practice }) => practice === id)
      const before = own.find(({ moment }) => moment === 'before')
      const after = own.findLast(({ moment }) => moment === 'after')
      return before && after ? [{ before: before.value, after: after.value }] : []
    })
  return { flow: last.flow, runs, ratings: opened.map(({ value, at }) => ({ value, at })) }
}
