import { sql } from 'kysely'
import { Private } from '../../core/private.ts'
import type { ClientRecord, RecordsStore } from '../../ports/people.ts'
import { asClinician, toText, type PeopleContext } from '../people/as-clinician.ts'
import { clientSeal, type Seal } from '../sealing/seal.ts'
import { EXPORTED, type AboutAClient } from './about-a-client.ts'

type StoredRow = Record<string, unknown> & { row_name: string | null }

/** Everything about one client, opened under their own key: nobody else's row opens under it. */
export function exportVerb(context: PeopleContext): Pick<RecordsStore, 'everything'> {
  return {
    async everything(clinic, client, by) {
      const line = { by, did: 'exported a client', to: client }
      const stored = await asClinician(context, clinic, line, async (tx) => {
        const sections: [AboutAClient, StoredRow[]][] = []
        for (const about of EXPORTED) {
          const { rows } = await sql<StoredRow>`
            select ${sql.raw(about.row ?? 'null')} as row_name, x.* from ${sql.table(about.table)} x
            where x.clinic_id = ${clinic}::uuid and x.client_id = ${client}::uuid
            order by ${sql.raw(about.oldestFirst)}`.execute(tx)
          sections.push([about, rows])
        }
        return sections
      })
      if (stored[0]?.[1].length === 0) return null
      const seal = await clientSeal(context.keys, clinic, client)
      const record: ClientRecord = Object.fromEntries(
        stored.map(([about, rows]) => [about.table, rows.map((row) => opened(seal, about, row))]),
      )
      return new Private(record)
    },
  }
}

function opened(seal: Seal, { table, sealed, sounds = [] }: AboutAClient, stored: StoredRow): Record<string, unknown> {
  const { row_name: name, clinic_id: _clinic, client_id: _client, ...columns } = stored
  return Object.fromEntries(
    Object.entries(columns).flatMap(([column, value]) => {
      if (!(value instanceof Uint8Array)) return [[column, value]]
      if (sounds.includes(column) && name !== null)
        return [[column, seal.openSound({ table, row: name, column }, Buffer.from(value)).toString('base64')]]
      if (!sealed.includes(column) || name === null) return [] // a blind index: meant to be read by nobody
      return [[column, readable(seal.open({ table, row: name, column }, toText(value)))]]
    }),
  )
}

/** Many sealed values are JSON; words are not. */
function readable(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
