-- A clinician's own message (care C25): in the transcript and on its way in one commit, to the client's last link, in
-- the lane that is never held back. Only whoever has the conversation may write in it. What was spoken (`spoken`) is the
-- draft of that id, by the same person, and becomes the message: so it goes once, and only where it can be heard.
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
  if (p->>'spoken')::boolean then
    perform from links where clinic_id = v_clinic and link_id = v.last_link
      and channel in (select jsonb_array_elements_text(p->'playedOn'));
    if not found then return 'no-sound'; end if;
    update recordings set name = 'message', recorded_at = v_now
    where clinic_id = v_clinic and client_id = v_client and recording_id = (p->>'id')::uuid
      and name = 'draft' and recorded_by = v_by::text;
    if not found then return 'no-draft'; end if;
  end if;
  insert into transcript (clinic_id, entry_id, client_id, who, body, clinician_id, at)
  values (v_clinic, (p->>'id')::uuid, v_client, 'clinician', decode(p->>'said', 'base64'), v_by, v_now);
  insert into outbox (clinic_id, outbox_id, client_id, message_id, link_id, lane, barrier, created_at, not_before, repeat, body)
  values (v_clinic, (p->>'id')::uuid, v_client, (p->>'id')::uuid, v.last_link, 'crisis', v.barrier, v_now, v_now, true,
          decode(p->>'body', 'base64'));
  delete from timers where clinic_id = v_clinic and client_id = v_client and name = 'handover-wait';
  update clients set version = version + 1 where clinic_id = v_clinic and client_id = v_client;
  return 'written';
end $$;
