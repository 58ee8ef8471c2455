import { sql } from 'kysely'
import type { ClinicId, LinkId } from '../../core/ids.ts'
import { lockConversation, now, type Console } from './as-clinician.ts'

interface Confirmation {
  readonly clinic: ClinicId
  readonly link: LinkId
  readonly by: string
}

/**
 * 'That is them.' Ends the client's other live link on that channel, and whoever else's link had the same address;
 * what still waits in the crisis lane for the ended link goes to the new one.
 */
export async function confirmLink(
  tx: Console,
  { clinic, link, by }: Confirmation,
): Promise<'confirmed' | 'not-pending'> {
  const stillPending = tx
    .selectFrom('links')
    .select(['client_id', 'channel', 'address_index'])
    .where('clinic_id', '=', clinic)
    .where('link_id', '=', link)
    .where('state', '=', 'pending')
  const client = (await stillPending.executeTakeFirst())?.client_id
  if (!client) return 'not-pending'
  await lockConversation(tx, clinic, client)
  const pending = await stillPending.forUpdate().executeTakeFirst()
  if (!pending) return 'not-pending'

  const ended = await tx
    .updateTable('links')
    .set({ state: 'ended', ended_at: now })
    .where('clinic_id', '=', clinic)
    .where('link_id', '<>', link)
    .where('client_id', 'is not', null)
    .where('channel', '=', pending.channel)
    .where('state', '<>', 'ended')
    .where((where) =>
      where.or([where('client_id', '=', client), where('address_index', '=', Buffer.from(pending.address_index))]),
    )
    .returning(['link_id', 'client_id'])
    .execute()
  await tx
    .updateTable('links')
    .set({ state: 'confirmed', confirmed_at: now, confirmed_by: by })
    .where('clinic_id', '=', clinic)
    .where('link_id', '=', link)
    .execute()

  await redirect(
    tx,
    { clinic, link, by },
    client,
    ended.filter((other) => other.client_id === client).map((other) => other.link_id),
  )
  return 'confirmed'
}

async function redirect(tx: Console, { clinic, link }: Confirmation, client: string, from: string[]): Promise<void> {
  if (from.length > 0) {
    await tx
      .updateTable('outbox')
      .set({ link_id: link })
      .where('clinic_id', '=', clinic)
      .where('link_id', 'in', from)
      .where('state', '=', 'waiting')
      .execute()
  }
  // The client's lines go to the confirmed link, unless they last wrote on another confirmed one.
  await sql`update conversations x set last_link = ${link}
    where clinic_id = ${clinic} and client_id = ${client} and not exists (
      select from links l where l.clinic_id = x.clinic_id and l.link_id = x.last_link and l.state = 'confirmed')`.execute(
    tx,
  )
  await tx
    .updateTable('clients')
    .set({ version: sql<number>`version + 1` })
    .where('clinic_id', '=', clinic)
    .where('client_id', '=', client)
    .execute()
}
