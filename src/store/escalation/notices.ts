import type { ClinicId } from '../../core/ids.ts'
import type { NoticeRow } from '../../ports/duty.ts'
import type { Context } from '../conversation/context.ts'
import { clinicSeal } from '../sealing/seal.ts'

/** Notices as `queue_notices` takes them, each sealed to its row. */
export async function sealedNotices(
  { keys }: Pick<Context, 'keys'>,
  clinic: ClinicId,
  notices: readonly NoticeRow[],
): Promise<object[]> {
  if (notices.length === 0) return []
  const seal = await clinicSeal(keys, clinic)
  return notices.map(({ id, link, notice, person, afterMs }) => ({
    id,
    link,
    person,
    afterMs,
    body: seal.seal({ table: 'outbox', row: id, column: 'body' }, JSON.stringify(notice)),
  }))
}
