-- A client died (care C27): nothing that waits is sent any more, in no lane.
create or replace function holdfast.drop_waiting(p_clinic uuid, p_client uuid) returns void
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  perform enter_clinic(p_clinic);
  perform lock_conversation(p_clinic, p_client);
  update outbox set state = 'overtaken', settled_at = holdfast_now()
  where clinic_id = p_clinic and client_id = p_client and state = 'waiting' and lane <> 'notice';
end $$;
