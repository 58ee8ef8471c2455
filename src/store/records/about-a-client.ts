/** A table with rows about a client. */
export interface AboutAClient {
  readonly table: string
  /** The row's own name under its seal, as SQL; null: nothing in it is sealed. */
  readonly row: string | null
  readonly sealed: readonly string[]
  /** What is sound under the seal: exported in base64. */
  readonly sounds?: readonly string[]
  readonly oldestFirst: string
}

const NTH = `at_version || '.' || n`
/** As JavaScript writes a time, which is how these rows were named when they were sealed. */
const iso = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** What the client may have: all that is about them. A test holds this list and the next against the schema. */
export const EXPORTED: readonly AboutAClient[] = [
  { table: 'clients', row: 'client_id', sealed: ['profile', 'plan'], oldestFirst: 'client_id' },
  { table: 'links', row: 'link_id', sealed: ['address', 'display'], oldestFirst: 'opened_at' },
  { table: 'consents', row: null, sealed: [], oldestFirst: 'at' },
  { table: 'transcript', row: 'entry_id', sealed: ['body'], oldestFirst: 'seq' },
  { table: 'inbox', row: 'inbox_id', sealed: ['body'], oldestFirst: 'seq' },
  { table: 'practices', row: null, sealed: [], oldestFirst: 'started_at' },
  { table: 'ratings', row: NTH, sealed: ['value'], oldestFirst: 'at' },
  { table: 'keepsakes', row: NTH, sealed: ['words'], oldestFirst: 'kept_at' },
  { table: 'adaptations', row: 'adaptation_id', sealed: ['lines'], oldestFirst: 'made_at' },
  // What was recorded for them, and what a clinician spoke to them.
  { table: 'recordings', row: 'recording_id', sealed: [], sounds: ['sound'], oldestFirst: 'recorded_at' },
  { table: 'notes', row: NTH, sealed: ['words'], oldestFirst: 'at' },
  { table: 'prompts', row: null, sealed: [], oldestFirst: 'intended_at' },
  { table: 'measures', row: 'measure_id', sealed: ['answers'], oldestFirst: 'taken_at' },
  { table: 'flags', row: 'flag_id', sealed: ['outcome'], oldestFirst: 'raised_at' },
  { table: 'escalations', row: null, sealed: [], oldestFirst: 'opened_at' },
  { table: 'latches', row: iso('raised_at'), sealed: ['raise_reason', 'reason'], oldestFirst: 'raised_at' },
  { table: 'held_flows', row: `flow || '.' || ${iso('held_at')}`, sealed: ['reason'], oldestFirst: 'held_at' },
  { table: 'openings', row: 'opening_id', sealed: ['reason'], oldestFirst: 'opened_at' },
]

/** What only keeps the machine going, or repeats what stands above: erased with the client, in no export. */
export const WORKINGS = [
  'acknowledgements',
  'clearings',
  'conversations',
  'outbox',
  'page_entries',
  'pairing_codes',
  'receipts',
  'timers',
]
