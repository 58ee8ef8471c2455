import { LIMITS } from '../../core/limits.ts'
import type { FailedTurn } from '../../ports/store.ts'
import { clientSeal } from '../sealing/seal.ts'
import { call } from '../sql.ts'
import { causeName } from './commit-turn.ts'
import type { Context } from './context.ts'
import { queuedRows } from './queued-rows.ts'

/** Counts a failure; the last one allowed sets the cause aside. See `functions/fail_turn.sql`. */
export async function failTurn({ sql, keys }: Context, failure: FailedTurn): Promise<'retry' | 'set-aside'> {
  const seal = await clientSeal(keys, failure.clinic, failure.client)
  return call(sql, 'fail_turn', {
    clinic: failure.clinic,
    client: failure.client,
    cause: causeName(failure.cause),
    code: failure.code,
    rows: queuedRows(seal, failure.rows),
    flag: failure.flag,
    limit: LIMITS.turnAttempts,
    windowMs: LIMITS.turnWindowMs,
  })
}
