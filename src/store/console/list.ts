import { sql, type RawBuilder } from 'kysely'

/**
 * Whether a note may be read: the list for the session only once the client has opened it. Where the risk screen found
 * anything in the message `i`, or has not said yet that it found nothing, it is open: safety goes first.
 */
export const isOpenNote = (note: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql`(${note}.about <> 'for-my-session' or ${note}.opened_at is not null
    or (${note}.entry_id is not null and coalesce(i.screen->>'level', '') <> 'none'))`
