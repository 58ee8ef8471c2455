-- The notices of one silence and the mark that they were written, in one commit; of two nodes one writes them.
create or replace function holdfast.tell_silence(p jsonb) returns text
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_now timestamptz;
begin
  perform enter_clinic(v_clinic);
  v_now := holdfast_now();
  update escalations set silence_told_at = v_now
  where clinic_id = v_clinic and escalation_id = (p->>'escalation')::uuid
    and silent_since is not null and silence_told_at is null and closed_at is null;
  if not found then return 'moved-on'; end if;
  perform queue_notices(v_clinic, p->'notices', v_now, null, 'silence ' || (p->>'escalation'));
  return 'told';
end $$;
