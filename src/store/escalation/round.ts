import type { RoundCounts, RoundStanding, RoundStore } from '../../ports/round.ts'
import type { Context } from '../conversation/context.ts'
import { call } from '../sql.ts'

type AsText<T> = {
  readonly [Key in keyof T]: T[Key] extends Date ? string : T[Key] extends Date | null ? string | null : T[Key]
}

/** Rounds and drills; each verb is one call of one function. */
export function roundVerbs({ sql }: Context): RoundStore {
  return {
    async roundCounts(clinic, sinceMs) {
      const row = await call<AsText<RoundCounts>>(sql, 'round_counts', { clinic, sinceMs })
      const { now, nearestDeadline } = row
      return {
        ...row,
        now: new Date(now),
        nearestDeadline: nearestDeadline === null ? null : new Date(nearestDeadline),
      }
    },
    async roundStanding(clinic, what, day) {
      const row = await call<AsText<RoundStanding> | null>(sql, 'duty_round', { clinic, what, day })
      return row && { ...row, now: new Date(row.now), toldAt: new Date(row.toldAt) }
    },
    answerRound: (answer) => call<boolean>(sql, 'answer_round', answer),
  }
}
