import { sql } from 'kysely'
import { PINNING, type ClinicId } from '../../core/ids.ts'
import type { Console } from './as-clinician.ts'

/** The card with the numbers is sent anew and pinned, where one of the client's links can (care C20). */
export async function pinCard(tx: Console, { clinic, client }: { clinic: ClinicId; client: string }): Promise<void> {
  const asked = JSON.stringify({ clinic, client, channels: PINNING })
  await sql`select holdfast.pin_card(${asked}::jsonb)`.execute(tx)
}
