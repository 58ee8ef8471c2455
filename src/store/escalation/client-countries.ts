import { codeOf } from '../../core/errors.ts'
import type { ClientId, ClinicId } from '../../core/ids.ts'
import type { Context } from '../conversation/context.ts'
import { openPlan } from '../conversation/sender.ts'
import { clientSeal } from '../sealing/seal.ts'
import { call } from '../sql.ts'

/** Where the clinic's clients live; it stands in their sealed plans. Somebody without a key was erased and lives nowhere. */
export async function clientCountries({ sql, keys }: Context, clinic: ClinicId): Promise<string[]> {
  const plans = await call<{ client: ClientId; plan: string }[]>(sql, 'client_plans', { clinic })
  const found = new Set<string>()
  for (const { client, plan } of plans) {
    try {
      found.add(openPlan(await clientSeal(keys, clinic, client), client, plan).country)
    } catch (error) {
      if (codeOf(error) !== 'key.missing') throw error
    }
  }
  return [...found].sort()
}
