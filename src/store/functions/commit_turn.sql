-- One turn, whole or not at all (P4). It was computed from a version and a barrier; if either has moved, or
-- another node took the cause, nothing is written and the turn is computed anew.
create or replace function holdfast.commit_turn(p jsonb) returns text
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_client uuid := (p->>'client')::uuid;
  v_cause jsonb := p->'cause';
  v_version bigint := (p->>'version')::bigint;
  v_practice uuid := (p->>'practice')::uuid;
  v_now timestamptz;
  v_item jsonb;
  v_stopped boolean;
  v conversations;
begin
  perform enter_clinic(v_clinic);
  v := lock_conversation(v_clinic, v_client);
  v_now := holdfast_now();
  if v.barrier <> (p->>'barrier')::bigint then return 'stale'; end if;
  perform from clients where clinic_id = v_clinic and client_id = v_client and version = v_version for no key update;
  if not found or not cause_waits(v_clinic, v_client, v_cause) then return 'stale'; end if;

  v.turn := v.turn + 1;
  if (p->>'raiseBarrier')::boolean then v.barrier := v.barrier + 1; end if;
  update conversations set snapshot = decode(p->>'snapshot', 'base64'), turn = v.turn, barrier = v.barrier,
    last_turn_at = v_now, restart = false
  where clinic_id = v_clinic and client_id = v_client;
  update clients set version = version + 1,
    paused_until = case when p->>'pausedUntil' is not null then (p->>'pausedUntil')::timestamptz
                        when (p->>'endPause')::boolean then null else paused_until end
  where clinic_id = v_clinic and client_id = v_client;

  if v_cause->>'kind' = 'message' then
    update inbox set state = 'done' where clinic_id = v_clinic and inbox_id = (v_cause->>'id')::uuid;
    update transcript set turn = v.turn, event = p->>'event', practice_id = v_practice
    where clinic_id = v_clinic and entry_id = (v_cause->>'id')::uuid;
  else
    delete from timers where clinic_id = v_clinic and client_id = v_client and name = v_cause->>'timer';
    -- Asked, or not to be asked any more; unless the question waits behind another one.
    if v_cause->>'timer' = 'meaning' and not p->'startTimers' @> '[{"timer": "meaning"}]' then
      update inbox set meaning = 'read' where clinic_id = v_clinic and client_id = v_client and meaning = 'raised';
    end if;
  end if;

  -- Whoever writes or taps has ended the pause: what waits for its end goes at once, and the answer behind it. Not what
  -- the platform asked to wait with.
  if v_cause->>'kind' = 'message' then
    update outbox set not_before = v_now
    where clinic_id = v_clinic and client_id = v_client and state = 'waiting' and lane = 'practice'
      and seq > 0 and attempts = 0 and not_before > v_now;
  end if;
  -- A STOP waits behind this cause: what the turn says in the practice lane is overtaken before it begins (P6). The
  -- turn itself goes on, so that messages keep their order. (Found by test/turn/interleaving.test.ts: an answer
  -- computed anew after the STOP was received would have been written under the new barrier, and sent.)
  v_stopped := exists (select from inbox where clinic_id = v_clinic and client_id = v_client
                       and state = 'new' and answered is not null);
  if (p->>'clears')::boolean then perform queue_clearings(v_clinic, v_client, p->'clearings', v.barrier, v_now); end if;
  perform queue_rows(v_clinic, v_client, p->'rows', v.barrier - v_stopped::int, v_now, (v_cause->>'link')::uuid, v.turn, p->>'event', v_practice);
  delete from timers where clinic_id = v_clinic and client_id = v_client
    and name in (select jsonb_array_elements_text(p->'cancelTimers'));
  for v_item in select * from jsonb_array_elements(p->'startTimers') loop
    perform start_timer(v_clinic, v_client, v_item->>'timer', v_now + (v_item->>'afterMs')::float8 * interval '1 millisecond');
  end loop;
  for v_item in select * from jsonb_array_elements(p->'placeChanges') loop
    perform change_place(v_clinic, v_client, v_item#>>'{}', v_now);
  end loop;
  insert into held_flows (clinic_id, client_id, flow, held_at)
  select v_clinic, v_client, f, v_now from jsonb_array_elements_text(p->'holdFlows') f
  on conflict (clinic_id, client_id, flow) where released_at is null do nothing;
  if (p->>'hasRecords')::boolean then perform keep_records(p, v_clinic, v_client, v_version, v_now); end if;
  if p->>'latch' is not null then perform raise_latch(v_clinic, v_client, p->>'latch', v_now); end if;
  for v_item in select * from jsonb_array_elements(p->'flags') loop
    perform add_flag(v_clinic, v_client, v_item, v_now);
  end loop;
  -- After the flags, so that a note of this turn stands on the flag of this turn.
  update flags set reasons = reasons || (
    select jsonb_agg(jsonb_build_object('rule', 'note', 'at', v_now, 'note', n)) from jsonb_array_elements_text(p->'flagNotes') n)
  where clinic_id = v_clinic and client_id = v_client and state <> 'closed' and jsonb_array_length(p->'flagNotes') > 0;
  return 'committed';
end $$;
