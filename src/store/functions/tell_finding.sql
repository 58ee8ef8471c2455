-- The leads hear of a finding of the auditor once, however long it lasts and however many nodes look.
create or replace function holdfast.tell_finding(p jsonb) returns text
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
begin
  perform enter_clinic(v_clinic);
  insert into findings_told (clinic_id, finding, told_at) values (v_clinic, p->>'finding', holdfast_now())
  on conflict do nothing;
  if not found then return 'already'; end if;
  perform queue_notices(v_clinic, p->'notices', holdfast_now());
  return 'told';
end $$;
