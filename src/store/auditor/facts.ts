/*
 * What the auditor reads, one statement each: $1 the clinic, $2 since when. Tables and columns are those that
 * migrations 0014 and 0170 grant; none is the outbox, a timer or the mark of a job.
 */
export const FACTS = {
  /** $2: so many milliseconds back. */
  clinic: `select holdfast.holdfast_now() as now,
      holdfast.holdfast_now() - $2::float8 * interval '1 millisecond' as since, settings
    from holdfast.clinics where clinic_id = $1`,

  clients: `select c.client_id as id, c.pseudonym, c.status, c.handed_to is not null as handed,
      (select max(a.at) from holdfast.audit a where a.clinic_id = $1 and a.verb = 'discharged a client'
         and a.about = c.client_id::text and c.status = 'discharged' and a.at > $2::timestamptz) as "dischargedAt"
    from holdfast.clients c where c.clinic_id = $1`,

  messages: `select i.inbox_id as id, i.client_id as client, i.received_at as at, i.word, i.screen->>'level' as level, i.meaning, i.late,
      t.turn is not null or i.state = 'set_aside' as taken
    from holdfast.inbox i left join holdfast.transcript t on t.clinic_id = i.clinic_id and t.entry_id = i.inbox_id
    where i.clinic_id = $1 and i.received_at > $2::timestamptz order by i.received_at`,

  ratings: `select client_id as client, value, moment, at, at_version || '.' || n as row
    from holdfast.ratings where clinic_id = $1 and scale = 'distress' and at > $2::timestamptz`,

  flags: `select flag_id as id, client_id as client, level, reasons, raised_at as "raisedAt", closed_at as "closedAt",
      amber_at as "amberAt", taken_at as "takenAt"
    from holdfast.flags where clinic_id = $1 and (closed_at is null or closed_at > $2::timestamptz)`,

  escalations: `select e.escalation_id as id, e.client_id as client, e.level, e.opened_at as "openedAt", e.chain,
      e.covered, e.needed, (
        select coalesce(jsonb_agg(jsonb_build_object('by', a.taken_by, 'since', a.since, 'endedAt', a.ended_at)), '[]')
        from holdfast.acknowledgements a where a.clinic_id = $1 and a.escalation_id = e.escalation_id) as acknowledgements
    from holdfast.escalations e where e.clinic_id = $1 and e.closed_at is null and $2::timestamptz is not null`,

  latches: `select client_id as client, raised_at as "raisedAt", lowered_at as "loweredAt"
    from holdfast.latches where clinic_id = $1 and (lowered_at is null or lowered_at > $2::timestamptz)`,

  practices: `select practice_id as id, client_id as client, started_at as "startedAt"
    from holdfast.practices where clinic_id = $1 and ended_at is null and $2::timestamptz is not null`,

  receipts: `select client_id as client, clinician_id as clinician, lane, about, escalation_id as escalation,
      written_at as "writtenAt", begun_at as "begunAt", sent_at as "sentAt"
    from holdfast.receipts where clinic_id = $1 and (sent_at > $2::timestamptz or escalation_id in (
      select escalation_id from holdfast.escalations where clinic_id = $1 and closed_at is null))
    order by sent_at`,

  reachable: `select clinician_id as clinician, min(confirmed_at) as since
    from holdfast.links where clinic_id = $1 and clinician_id is not null and state = 'confirmed'
      and $2::timestamptz is not null group by clinician_id`,
} as const
