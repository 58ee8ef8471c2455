-- Acknowledgements of which nothing followed yet: to be reminded, or to lapse. While a clinician has the conversation
-- something follows.
create or replace function holdfast.due_outcomes(p jsonb) returns jsonb
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_remind interval := (p->>'remindAfterMs')::float8 * interval '1 millisecond';
  v_lapse interval := (p->>'lapseAfterMs')::float8 * interval '1 millisecond';
  v_now timestamptz;
begin
  perform enter_clinic(v_clinic);
  v_now := holdfast_now();
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', e.escalation_id, 'pseudonym', c.pseudonym, 'level', e.level, 'by', a.taken_by, 'since', a.since,
      'lapses', a.since + v_lapse <= v_now) order by a.since), '[]')
    from acknowledgements a
    join escalations e on e.clinic_id = a.clinic_id and e.escalation_id = a.escalation_id and e.closed_at is null
    join clients c on c.clinic_id = e.clinic_id and c.client_id = e.client_id and c.handed_to is null
    where a.clinic_id = v_clinic and a.ended_at is null
      and (a.since + v_lapse <= v_now or a.reminded_at is null and a.since + v_remind <= v_now));
end $$;
