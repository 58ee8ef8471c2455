-- A clinician's own message (care C25): in the transcript and on its way in one commit, to the client's last link, in
-- the lane that is never held back. Only whoever has the conversation may write in it.
create or replace function holdfast.write_to_client(p jsonb) returns text
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_client uuid := (p->>'client')::uuid;
  v_by uuid := (p->>'by')::uuid;
  v_now timestamptz;
  v conversations;
begin
  perform enter_clinic(v_clinic);
  v := lock_conversation(v_clinic, v_client);
  v_now := holdfast_now();
  perform from clients where clinic_id = v_clinic and client_id = v_client and handed_to = v_by;
  if not found then return 'not-yours'; end if;
  if v.last_link is null then return 'no-link'; end if;
  insert into transcript (clinic_id, entry_id, client_id, who, body, clinician_id, at)
  values (v_clinic, (p->>'id')::uuid, v_client, 'clinician', decode(p->>'said', 'base64'), v_by, v_now);
  insert into outbox (clinic_id, outbox_id, client_id, message_id, link_id, lane, barrier, created_at, not_before, repeat, body)
  values (v_clinic, (p->>'id')::uuid, v_client, (p->>'id')::uuid, v.last_link, 'crisis', v.barrier, v_now, v_now, true,
          decode(p->>'body', 'base64'));
  delete from timers where clinic_id = v_clinic and client_id = v_client and name = 'handover-wait';
  update clients set version = version + 1 where clinic_id = v_clinic and client_id = v_client;
  return 'written';
end $$;
