import { sql } from 'kysely'
import { PINNING, type ClientId, type ClinicId } from '../../core/ids.ts'
import type { Plan } from '../../core/plan.ts'
import { nextOccasion } from '../../care/schedule/occasions.ts'
import type { Console } from './as-clinician.ts'

/** Once a plan has changed, the time of the next reminder may have: zone, sessions and assignments stand in it. */
export async function setReminder(
  tx: Console,
  { clinic, client }: { clinic: ClinicId; client: ClientId },
  plan: Plan,
): Promise<void> {
  const { rows } = await sql<{ now: Date }>`select holdfast.holdfast_now() as now`.execute(tx)
  const now = new Date(rows[0]?.now ?? 0).getTime()
  const next = nextOccasion(plan, now)
  const due = next === null ? null : new Date(next).toISOString()
  const asked = JSON.stringify({ clinic, client, due })
  await sql`select holdfast.set_reminder(${asked}::jsonb)`.execute(tx)
}

/** The card with the numbers is sent anew and pinned, where one of the client's links can (care C20). */
export async function pinCard(tx: Console, { clinic, client }: { clinic: ClinicId; client: string }): Promise<void> {
  const asked = JSON.stringify({ clinic, client, channels: PINNING })
  await sql`select holdfast.pin_card(${asked}::jsonb)`.execute(tx)
}
