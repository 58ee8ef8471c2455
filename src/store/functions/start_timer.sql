-- One timer of each name per conversation: starting it again moves it and forgets its failures. Only the wait for a
-- clinician keeps its time: it runs from the first word that nobody answered, not from the last.
create or replace function holdfast.start_timer(p_clinic uuid, p_client uuid, p_name text, p_due timestamptz)
  returns void language plpgsql as $$
begin
  insert into timers (clinic_id, client_id, name, due_at) values (p_clinic, p_client, p_name, p_due)
  on conflict (clinic_id, client_id, name)
  do update set due_at = case when p_name = 'handover-wait' then timers.due_at else excluded.due_at end, attempts = 0, window_attempts = 0, first_failed_at = null;
end $$;
