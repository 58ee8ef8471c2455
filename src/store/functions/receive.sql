-- A message arrives (P3, P4, P5): one commit for the inbox row, the flag, the barrier and the answer to STOP, SOS
-- or danger. The row itself is the dedupe mark: the same delivery again changes nothing and says so.
create or replace function holdfast.receive(p jsonb) returns text
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_client uuid := (p->>'client')::uuid;
  v_link uuid := (p->>'link')::uuid;
  v_answer jsonb := nullif(p->'answer', 'null');
  v_now timestamptz;
  v_state text;
  v conversations;
begin
  perform enter_clinic(v_clinic);
  -- Locked before the insert, so that the order of seq is the order of commits: no turn can take the second of
  -- two messages while the first is still on its way in.
  v := lock_conversation(v_clinic, v_client);
  v_now := holdfast_now();

  insert into inbox (clinic_id, inbox_id, client_id, link_id, channel, external_id, body, word, late, screen,
                     answered, received_at, platform_at, platform_message, meaning, meaning_wary)
  values (v_clinic, (p->>'id')::uuid, v_client, v_link, p->>'channel', p->>'externalId', decode(p->>'body', 'base64'),
          p->>'word', (p->>'late')::boolean, p->'screen',
          case when v_answer is not null then jsonb_build_object('ask', v_answer->>'ask') end,
          v_now, (p->>'platformAt')::timestamptz, p->>'platformMessage',
          case when p->'meaning'->>'wary' is not null then 'due' end, (p->'meaning'->>'wary')::boolean)
  on conflict (clinic_id, channel, external_id) do nothing;
  if not found then return 'duplicate'; end if;

  insert into transcript (clinic_id, entry_id, client_id, who, body, at)
  values (v_clinic, (p->>'id')::uuid, v_client, 'client', decode(p->>'said', 'base64'), v_now);

  select state into v_state from links where clinic_id = v_clinic and link_id = v_link and client_id = v_client;
  if not found then
    raise exception 'the link is not this client''s' using errcode = 'HF001';
  end if;
  -- Answers go where the client last wrote. A link that nobody confirmed counts only while there is no other;
  -- a chat that blocked us cannot be written to.
  if v.last_link is distinct from v_link and p->>'kind' <> 'blocked' and (v_state = 'confirmed' or v_state = 'pending' and not exists (
       select from links where clinic_id = v_clinic and client_id = v_client and state = 'confirmed')) then
    v.last_link := v_link;
    update conversations set last_link = v_link where clinic_id = v_clinic and client_id = v_client;
  end if;

  if v_answer is not null then
    -- From this commit on no practice line written before it is handed out (P6).
    update conversations set barrier = barrier + 1 where clinic_id = v_clinic and client_id = v_client;
    perform queue_rows(v_clinic, v_client, v_answer->'rows', v.barrier + 1, v_now, v_link, null, null, null);
  end if;
  if nullif(p->'flag', 'null') is not null then
    perform add_flag(v_clinic, v_client, p->'flag', v_now);
  end if;
  return 'stored';
end $$;
