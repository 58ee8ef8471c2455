-- The one lock per client. Whoever writes about a conversation takes this row first, so that receive, turns and
-- hand-outs of one client happen one after the other, and so that no two of them can wait for each other.
create or replace function holdfast.lock_conversation(p_clinic uuid, p_client uuid) returns holdfast.conversations
  language plpgsql as $$
declare
  v conversations;
begin
  select * into v from conversations where clinic_id = p_clinic and client_id = p_client for no key update;
  if not found then
    raise exception 'no such client in this clinic' using errcode = 'HF001';
  end if;
  return v;
end $$;
