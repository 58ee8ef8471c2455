-- A conversation ends where it stands: no timer is left, the practice is over, no clinician has it, and no practice
-- line written before is sent. Crisis lines that wait still go.
create or replace function holdfast.fall_silent(p_clinic uuid, p_client uuid) returns void
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  perform enter_clinic(p_clinic);
  perform lock_conversation(p_clinic, p_client);
  delete from timers where clinic_id = p_clinic and client_id = p_client;
  update inbox set meaning = 'read' where clinic_id = p_clinic and client_id = p_client and meaning = 'raised';
  update practices set ended_at = holdfast_now(), outcome = 'interrupted'
  where clinic_id = p_clinic and client_id = p_client and ended_at is null;
  delete from recordings where clinic_id = p_clinic and client_id = p_client and name like '%draft';
  update clients set handed_to = null, handed_at = null where clinic_id = p_clinic and client_id = p_client;
  update conversations set snapshot = null, barrier = barrier + 1 where clinic_id = p_clinic and client_id = p_client;
end $$;
