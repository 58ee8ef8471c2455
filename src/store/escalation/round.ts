import type { AlarmCounts, RoundCounts, RoundStanding, RoundStore } from '../../ports/round.ts'
import type { Context } from '../conversation/context.ts'
import { call } from '../sql.ts'

type AsText<T> = {
  readonly [Key in keyof T]: T[Key] extends Date ? string : T[Key] extends Date | null ? string | null : T[Key]
}

type CountsRow = Omit<AlarmCounts, 'interruptions'> & {
  readonly interruptions: readonly AsText<AlarmCounts['interruptions'][number]>[]
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
    async alarmCounts(clinic, days) {
      const row = await call<CountsRow>(sql, 'alarm_budget', { clinic, days })
      return {
        ...row,
        interruptions: row.interruptions.map((one) => ({ ...one, at: new Date(one.at) })),
      }
    },
    answerRound: (answer) => call<boolean>(sql, 'answer_round', answer),
  }
}
