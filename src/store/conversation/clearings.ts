import { codeOf } from '../../core/errors.ts'
import { FORGETTING, type ChannelName, type ClientId, type ClinicId, type LinkId, type RowId } from '../../core/ids.ts'
import { LIMITS } from '../../core/limits.ts'
import { Private } from '../../core/private.ts'
import type { Clearing, ClearingsAsked } from '../../ports/chat-keeping.ts'
import { clientSeal } from '../sealing/seal.ts'
import { call } from '../sql.ts'
import type { Context } from './context.ts'

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
