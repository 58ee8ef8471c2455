-- Obligations at which something must happen now, gravest and oldest first.
create or replace function holdfast.due_escalations(p jsonb) returns jsonb
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_now timestamptz;
begin
  perform enter_clinic(v_clinic);
  v_now := holdfast_now();
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', e.escalation_id, 'pseudonym', c.pseudonym, 'level', e.level, 'openedAt', e.opened_at, 'rung', e.rung,
      'chain', e.chain, 'rounds', e.rounds, 'covered', e.covered, 'now', v_now,
      'have', (select coalesce(jsonb_agg(a.taken_by order by a.at), '[]') from acknowledgements a
               where a.clinic_id = v_clinic and a.escalation_id = e.escalation_id and a.ended_at is null))
      order by e.level, e.opened_at), '[]') -- 'black' sorts before 'red'
    from escalations e join clients c on c.clinic_id = e.clinic_id and c.client_id = e.client_id
    where e.clinic_id = v_clinic and e.closed_at is null and e.next_at <= v_now and still_lacks(e));
end $$;
