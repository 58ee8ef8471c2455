import type { ReceiveRow } from '../../ports/store.ts'
import { clientSeal } from '../sealing/seal.ts'
import { call } from '../sql.ts'
import type { Context } from './context.ts'
import { bodyToText } from './inbound-body.ts'
import { queuedRows } from './queued-rows.ts'

/** One commit for a message and all that its receipt causes; see `functions/receive.sql`. */
export async function receive({ sql, keys }: Context, row: ReceiveRow): Promise<'stored' | 'duplicate'> {
  const { message } = row
  const seal = await clientSeal(keys, row.clinic, row.client)
  const text = bodyToText(message.body)
  return call(sql, 'receive', {
    clinic: row.clinic,
    client: row.client,
    id: row.id,
    link: row.link,
    channel: message.channel,
    externalId: message.externalId,
    kind: message.body.kind,
    body: seal.seal({ table: 'inbox', row: row.id, column: 'body' }, text),
    said: seal.seal({ table: 'transcript', row: row.id, column: 'body' }, text),
    word: row.word,
    late: row.late,
    screen: row.screen,
    meaning: row.meaning ?? null,
    platformAt: message.platformAt ?? null,
    platformMessage: message.messageId ?? null,
    answer: row.answer && { ask: row.answer.ask, rows: queuedRows(seal, row.answer.rows) },
    flag: row.flag,
  })
}
