-- After a plan changed: when the next reminder is due. A look that comes sooner stays: it finds what is due by the plan of
-- then and looks further itself, and it may be the close of a day programme, which must not be put off to the next day.
create or replace function holdfast.set_reminder(p jsonb) returns void
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_client uuid := (p->>'client')::uuid;
begin
  perform enter_clinic(v_clinic);
  perform lock_conversation(v_clinic, v_client);
  if p->>'due' is null or exists (
    select from timers where clinic_id = v_clinic and client_id = v_client and name = 'reminder'
      and due_at <= (p->>'due')::timestamptz) then
    return;
  end if;
  perform start_timer(v_clinic, v_client, 'reminder', (p->>'due')::timestamptz);
end $$;
