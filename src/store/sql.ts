/** Just enough of a database session: one statement, its rows. Errors are HoldfastErrors already. */
export interface Sql {
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>
}

/** A session of the owner, for migrations: one connection, and scripts of several statements. */
export interface OwnerSession extends Sql {
  run(script: string): Promise<void>
}

/** The verbs that the engine's role may call; `src/store/grants.sql` lists the same. */
export type EngineVerb =
  | 'acknowledge'
  | 'advance_escalation'
  | 'alarm_budget'
  | 'answer_round'
  | 'claim'
  | 'client_plans'
  | 'clinic_people'
  | 'clinician_links'
  | 'clinician_name'
  | 'clinician_of'
  | 'close_flag'
  | 'commit_turn'
  | 'due_escalations'
  | 'due_outcomes'
  | 'due_silences'
  | 'duty_round'
  | 'escalation_place'
  | 'fail_turn'
  | 'due_clearings'
  | 'due_meanings'
  | 'settle_meaning'
  | 'keep_copy'
  | 'record_clearings'
  | 'pinned_cards'
  | 'pinned_before'
  | 'pin_card'
  | 'sent_over'
  | 'sound_of'
  | 'give_back'
  | 'lead_links'
  | 'load_turn'
  | 'messages_to_clear'
  | 'node_seen'
  | 'page_change'
  | 'page_note'
  | 'page_read'
  | 'plan_of'
  | 'raise_flag'
  | 'receive'
  | 'record_delivery'
  | 'remind_outcome'
  | 'round_clients'
  | 'round_counts'
  | 'sender'
  | 'tell_daily'
  | 'tell_finding'
  | 'tell_people'
  | 'tell_silence'
  | 'waiting'

/** Calls one function of the store: one round trip, at most one commit. */
export async function call<Result>(sql: Sql, verb: EngineVerb, payload: object): Promise<Result> {
  // Through text, because the two drivers disagree on how a jsonb parameter is handed over.
  const rows = await sql.query<{ result: Result }>(`select holdfast.${verb}($1::text::jsonb) as result`, [
    JSON.stringify(payload),
  ])
  return firstOf(rows).result
}

/** The first of rows that cannot be none. */
export function firstOf<Row>(rows: readonly Row[]): Row {
  const first = rows[0]
  if (first === undefined) throw new RangeError('a statement that always returns a row returned none')
  return first
}
