-- Whether a cause is still to be taken up: a message that is new, or a timer that still stands at the same time.
create or replace function holdfast.cause_waits(p_clinic uuid, p_client uuid, p_cause jsonb) returns boolean
  language plpgsql as $$
begin
  if p_cause->>'kind' = 'message' then
    return exists (
      select from inbox where clinic_id = p_clinic and inbox_id = (p_cause->>'id')::uuid
        and client_id = p_client and state = 'new');
  end if;
  return exists (
    select from timers where clinic_id = p_clinic and client_id = p_client and name = p_cause->>'timer'
      and due_at = (p_cause->>'dueAt')::timestamptz);
end $$;
