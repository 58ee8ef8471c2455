-- A clinician closed imagery or took the conversation while a practice runs: what waits of it, such as the line behind a
-- pause, does not begin to be sent any more. Outside a practice nothing is overtaken, so that nobody waits for an answer.
create or replace function holdfast.overtake_practice(p_clinic uuid, p_client uuid) returns void
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  perform enter_clinic(p_clinic);
  perform lock_conversation(p_clinic, p_client);
  update conversations set barrier = barrier + 1
  where clinic_id = p_clinic and client_id = p_client and exists (
    select from practices r where r.clinic_id = p_clinic and r.client_id = p_client and r.ended_at is null);
end $$;
