-- The reminder of an outcome and its mark in one commit; of two nodes one writes them.
create or replace function holdfast.remind_outcome(p jsonb) returns text
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_now timestamptz;
begin
  perform enter_clinic(v_clinic);
  v_now := holdfast_now();
  update acknowledgements set reminded_at = v_now
  where clinic_id = v_clinic and escalation_id = (p->>'escalation')::uuid and taken_by = p->>'by' and ended_at is null
    and reminded_at is null;
  if not found then return 'moved-on'; end if;
  perform queue_notices(v_clinic, p->'notices', v_now);
  return 'told';
end $$;
