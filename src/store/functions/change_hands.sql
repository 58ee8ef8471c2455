-- A clinician takes a conversation, or gives it back. The client is told by the turn that the timer makes; whatever
-- practice runs ends with that turn, because imagery rests while a person is there (care C2).
create or replace function holdfast.change_hands(p jsonb) returns text
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_client uuid := (p->>'client')::uuid;
  v_to uuid := (p->>'to')::uuid;
  v_now timestamptz;
  v_has uuid;
begin
  perform enter_clinic(v_clinic);
  perform lock_conversation(v_clinic, v_client);
  v_now := holdfast_now();
  select handed_to into v_has from clients where clinic_id = v_clinic and client_id = v_client;
  if v_has is not distinct from v_to then return 'already'; end if;
  if v_to is not null and v_has is not null then return 'taken'; end if;
  update clients set handed_to = v_to, handed_at = case when v_to is not null then v_now end, version = version + 1
  where clinic_id = v_clinic and client_id = v_client;
  -- Somebody was with the client: what follows an acknowledgement is asked for from now on.
  update acknowledgements set since = v_now, reminded_at = null
  where clinic_id = v_clinic and ended_at is null and escalation_id in (
    select escalation_id from escalations where clinic_id = v_clinic and client_id = v_client and closed_at is null);
  delete from timers where clinic_id = v_clinic and client_id = v_client and name = 'handover-wait';
  -- What was spoken and not sent: nobody else may send it, and nothing is sent for somebody who has gone.
  delete from recordings where clinic_id = v_clinic and client_id = v_client and name = 'draft';
  if v_to is not null then perform overtake_practice(v_clinic, v_client); end if;
  perform start_timer(v_clinic, v_client, 'handover', v_now);
  return 'changed';
end $$;
