import { codeOf } from '../../core/errors.ts'
import {
  FORGETTING,
  PINNING,
  type ChannelName,
  type ClientId,
  type ClinicianId,
  type ClinicId,
  type LinkId,
  type RowId,
} from '../../core/ids.ts'
import { LIMITS } from '../../core/limits.ts'
import { Private } from '../../core/private.ts'
import type { Clearing, ClearingsAsked, PinnedCard } from '../../ports/store/chat-keeping.ts'
import type { StoredMessage } from '../../core/render.ts'
import { cameOfAge } from '../../rails/channel-ages.ts'
import { clientSeal } from '../sealing/seal.ts'
import { call } from '../sql.ts'
import type { Context } from './context.ts'
import { openPlan } from './sender.ts'

interface Due {
  readonly message: RowId
  readonly client: ClientId
  readonly link: LinkId
  readonly channel: ChannelName
  readonly receipt: string
  readonly address: string
}

/** Clients' own messages that are to go from their chat now; see `functions/due_clearings.sql`. */
export async function dueClearings(context: Context, clinic: ClinicId, asked: ClearingsAsked): Promise<Clearing[]> {
  const withinMs = LIMITS.deletableMs
  const due = await call<Due[]>(context.sql, 'due_clearings', { clinic, ...asked, withinMs, channels: FORGETTING })
  const opened: Clearing[] = []
  for (const { message, client, link, channel, receipt, address } of due) {
    try {
      const seal = await clientSeal(context.keys, clinic, client)
      const open = seal.open({ table: 'links', row: link, column: 'address' }, address)
      opened.push({ message, channel, receipt, address: new Private(open) })
    } catch (error) {
      // Erased meanwhile: where their chat is, nobody knows any more.
      if (codeOf(error) !== 'key.missing') throw error
    }
  }
  return opened
}

interface Card {
  readonly client: ClientId
  readonly owner: ClinicianId
  readonly plan: string
  readonly now: string
  readonly consentedAt: string | null
  readonly card: RowId
  readonly body: string
}

/** What stands pinned above clients' chats; see `functions/pinned_cards.sql`. */
export async function pinnedCards(context: Context, clinic: ClinicId): Promise<PinnedCard[]> {
  const found = await call<Card[]>(context.sql, 'pinned_cards', { clinic, channels: PINNING })
  const opened: PinnedCard[] = []
  for (const { client, owner, plan: sealed, now, consentedAt, card, body } of found) {
    try {
      const seal = await clientSeal(context.keys, clinic, client)
      const said = JSON.parse(seal.open({ table: 'transcript', row: card, column: 'body' }, body)) as StoredMessage
      const text = new Private(said.text)
      const stored = openPlan(seal, client, sealed)
      // As a turn reads it: whoever came of age has the numbers of adults.
      const ofAge = cameOfAge(stored, consentedAt === null ? null : new Date(consentedAt), new Date(now))
      const plan = ofAge ? { ...stored, minor: false } : stored
      opened.push({ client, owner, card, from: said.from, text, plan })
    } catch (error) {
      if (codeOf(error) !== 'key.missing') throw error
    }
  }
  return opened
}
