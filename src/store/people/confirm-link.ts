import { sql } from 'kysely'
import { PINNING, type ChannelName, type ClientId, type ClinicId, type LinkId } from '../../core/ids.ts'
import type { LinkConfirmation } from '../../ports/people.ts'
import { mayLinkOn } from '../../rails/channel-ages.ts'
import { lockConversation, now, type Console, type PeopleContext } from './as-clinician.ts'
import { readPlan } from './plans.ts'
import { pinCard } from './reminders.ts'

interface Confirmation {
  readonly clinic: ClinicId
  readonly link: LinkId
  readonly by: string
}

/**
 * 'That is them.' Ends the client's other live link on that channel, and whoever else's link had the same address;
 * what still waits in the crisis lane for the ended link goes to the new one. A platform's youngest age holds here,
 * whoever confirms from wherever (care C10).
 */
export async function confirmLink(
  context: PeopleContext,
  tx: Console,
  { clinic, link, by }: Confirmation,
): Promise<LinkConfirmation> {
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
  const plan = await readPlan(context, tx, { clinic, client: client as ClientId })
  const age = plan ? mayLinkOn(pending.channel as ChannelName, plan, await storeNow(tx)) : 'yes'
  if (age !== 'yes') return age

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
  if (PINNING.includes(pending.channel as ChannelName)) await pinCard(tx, { clinic, client })
  return 'confirmed'
}

async function storeNow(tx: Console): Promise<Date> {
  const { rows } = await sql<{ now: Date | string }>`select holdfast_now() as now`.execute(tx)
  return new Date(rows[0]?.now ?? Number.NaN)
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
