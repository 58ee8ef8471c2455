import { codeOf } from '../../core/errors.ts'
import type { ClinicId } from '../../core/ids.ts'
import type { AlarmCounts, RoundClient, RoundCounts, RoundStanding, RoundStore } from '../../ports/round.ts'
import type { Context } from '../conversation/context.ts'
import { openPlan } from '../conversation/sender.ts'
import { clientSeal } from '../sealing/seal.ts'
import { call } from '../sql.ts'

type AsText<T> = {
  readonly [Key in keyof T]: T[Key] extends Date ? string : T[Key] extends Date | null ? string | null : T[Key]
}

type CountsRow = Omit<AlarmCounts, 'interruptions'> & {
  readonly interruptions: readonly AsText<AlarmCounts['interruptions'][number]>[]
}

type AmberRow = AsText<RoundCounts['ambers'][number]>
type ClientOfRound = Omit<RoundClient, 'sessions'> & { readonly plan: string }

/** Null: erased meanwhile, so that nobody has a session any more. */
async function opened({ keys }: Context, clinic: ClinicId, row: ClientOfRound): Promise<RoundClient | null> {
  const { plan, ...client } = row
  try {
    const { sessions = [] } = openPlan(await clientSeal(keys, clinic, client.client), client.client, plan)
    return { ...client, sessions: sessions.map((at) => new Date(at)) }
  } catch (error) {
    if (codeOf(error) === 'key.missing') return null
    throw error
  }
}

/** Rounds and drills; each verb is one call of one function. */
export function roundVerbs(context: Context): RoundStore {
  const { sql } = context
  return {
    async roundCounts(clinic, sinceMs) {
      const row = await call<AsText<Omit<RoundCounts, 'ambers'>> & { readonly ambers: readonly AmberRow[] }>(
        sql,
        'round_counts',
        { clinic, sinceMs },
      )
      const { now, nearestDeadline, ambers } = row
      return {
        ...row,
        now: new Date(now),
        nearestDeadline: nearestDeadline === null ? null : new Date(nearestDeadline),
        ambers: ambers.map((one) => ({ ...one, amberAt: one.amberAt === null ? null : new Date(one.amberAt) })),
      }
    },
    async roundClients(clinic, sinceMs) {
      const rows = await call<ClientOfRound[]>(sql, 'round_clients', { clinic, sinceMs })
      const found = await Promise.all(rows.map((row) => opened(context, clinic, row)))
      return found.filter((one) => one !== null)
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
