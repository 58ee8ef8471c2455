-- After a plan changed: when the next reminder is due, or that none is. One that is due already is left to its turn,
-- which settles it and looks further itself.
create or replace function holdfast.set_reminder(p jsonb) returns void
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_client uuid := (p->>'client')::uuid;
begin
  perform enter_clinic(v_clinic);
  perform lock_conversation(v_clinic, v_client);
  delete from timers where clinic_id = v_clinic and client_id = v_client and name = 'reminder' and due_at > holdfast_now();
  if p->>'due' is null or exists (
    select from timers where clinic_id = v_clinic and client_id = v_client and name = 'reminder') then
    return;
  end if;
  perform start_timer(v_clinic, v_client, 'reminder', (p->>'due')::timestamptz);
end $$;
