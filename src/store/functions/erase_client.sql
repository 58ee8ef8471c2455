-- Every row about a client goes, and the client with them. What stays: the audit's lines, which name ids and verbs.
-- Children before parents; a test compares this list with the schema.
create or replace function holdfast.erase_client(p_clinic uuid, p_client uuid) returns boolean
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  perform enter_clinic(p_clinic);
  perform lock_conversation(p_clinic, p_client);
  delete from acknowledgements where clinic_id = p_clinic and escalation_id in (
    select escalation_id from escalations where clinic_id = p_clinic and client_id = p_client);
  delete from page_entries where clinic_id = p_clinic and link_id in (
    select link_id from links where clinic_id = p_clinic and client_id = p_client);
  delete from receipts where clinic_id = p_clinic and (client_id = p_client or escalation_id in (
    select escalation_id from escalations where clinic_id = p_clinic and client_id = p_client));
  delete from outbox where clinic_id = p_clinic and (client_id = p_client or escalation_id in (
    select escalation_id from escalations where clinic_id = p_clinic and client_id = p_client));
  delete from escalations where clinic_id = p_clinic and client_id = p_client;
  delete from flags where clinic_id = p_clinic and client_id = p_client;
  delete from transcript where clinic_id = p_clinic and client_id = p_client;
  delete from clearings where clinic_id = p_clinic and inbox_id in (
    select inbox_id from inbox where clinic_id = p_clinic and client_id = p_client);
  delete from recordings where clinic_id = p_clinic and client_id = p_client; -- a platform's copies of them go along
  delete from inbox where clinic_id = p_clinic and client_id = p_client;
  delete from ratings where clinic_id = p_clinic and client_id = p_client;
  delete from practices where clinic_id = p_clinic and client_id = p_client;
  delete from prompts where clinic_id = p_clinic and client_id = p_client;
  delete from measures where clinic_id = p_clinic and client_id = p_client;
  delete from notes where clinic_id = p_clinic and client_id = p_client;
  delete from adaptations where clinic_id = p_clinic and client_id = p_client;
  delete from keepsakes where clinic_id = p_clinic and client_id = p_client;
  delete from held_flows where clinic_id = p_clinic and client_id = p_client;
  delete from latches where clinic_id = p_clinic and client_id = p_client;
  delete from consents where clinic_id = p_clinic and client_id = p_client;
  delete from openings where clinic_id = p_clinic and client_id = p_client;
  delete from timers where clinic_id = p_clinic and client_id = p_client;
  delete from pairing_codes where clinic_id = p_clinic and client_id = p_client;
  delete from links where clinic_id = p_clinic and client_id = p_client;
  delete from conversations where clinic_id = p_clinic and client_id = p_client;
  delete from clients where clinic_id = p_clinic and client_id = p_client;
  return found;
end $$;
