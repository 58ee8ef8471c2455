-- Notices that go out once a local day, and the mark of that day, in one commit; of two nodes one writes them.
create or replace function holdfast.tell_daily(p jsonb) returns text
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_now timestamptz;
begin
  perform enter_clinic(v_clinic);
  v_now := holdfast_now();
  insert into told_daily (clinic_id, what, day, told_at) values (v_clinic, p->>'what', (p->>'day')::date, v_now)
  on conflict do nothing;
  if not found then return 'already'; end if;
  delete from told_daily where clinic_id = v_clinic and (what = p->>'what' or what like 'same-day-%') and day < (p->>'day')::date - 7;
  perform queue_notices(v_clinic, p->'notices', v_now, null, p->>'what' || ' ' || (p->>'day'));
  return 'told';
end $$;
