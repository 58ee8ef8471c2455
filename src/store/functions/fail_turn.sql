-- A turn failed. Three times within the window, or ten times over any time, sets its cause aside: it is never
-- thrown away and never spins. The client reads a fixed line, a person is told (red), and the next turn begins at
-- a grounded start (P4).
create or replace function holdfast.fail_turn(p jsonb) returns text
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_client uuid := (p->>'client')::uuid;
  v_cause jsonb := p->'cause';
  v_window interval := (p->>'windowMs')::float8 * interval '1 millisecond';
  v_now timestamptz;
  v_aside boolean;
  v conversations;
begin
  perform enter_clinic(v_clinic);
  v := lock_conversation(v_clinic, v_client);
  v_now := holdfast_now();
  if not cause_waits(v_clinic, v_client, v_cause) then return 'retry'; end if;

  -- A failure outside the window of the first starts a window of its own.
  if v_cause->>'kind' = 'message' then
    update inbox set attempts = attempts + 1, last_code = p->>'code',
      window_attempts = case when first_failed_at > v_now - v_window then window_attempts + 1 else 1 end,
      first_failed_at = case when first_failed_at > v_now - v_window then first_failed_at else v_now end
    where clinic_id = v_clinic and inbox_id = (v_cause->>'id')::uuid
    returning window_attempts >= (p->>'limit')::integer or attempts >= 10 into v_aside;
  else
    update timers set attempts = attempts + 1,
      window_attempts = case when first_failed_at > v_now - v_window then window_attempts + 1 else 1 end,
      first_failed_at = case when first_failed_at > v_now - v_window then first_failed_at else v_now end
    where clinic_id = v_clinic and client_id = v_client and name = v_cause->>'timer'
    returning window_attempts >= (p->>'limit')::integer or attempts >= 10 into v_aside;
  end if;
  if not v_aside then return 'retry'; end if;

  if v_cause->>'kind' = 'message' then
    update inbox set state = 'set_aside' where clinic_id = v_clinic and inbox_id = (v_cause->>'id')::uuid;
  end if;
  -- The timers of a conversation that no longer stands anywhere; `read` is about a person, `meaning` about danger in
  -- words, and neither about a place.
  delete from timers where clinic_id = v_clinic and client_id = v_client
    and (name not in ('read', 'meaning') or name = v_cause->>'timer');
  if v_cause->>'timer' = 'meaning' then
    update inbox set meaning = 'read' where clinic_id = v_clinic and client_id = v_client and meaning = 'raised';
  end if;
  update practices set ended_at = v_now, outcome = 'interrupted'
  where clinic_id = v_clinic and client_id = v_client and ended_at is null;
  update conversations set snapshot = null, restart = true, barrier = barrier + 1
  where clinic_id = v_clinic and client_id = v_client;
  update clients set version = version + 1 where clinic_id = v_clinic and client_id = v_client;
  perform queue_rows(v_clinic, v_client, p->'rows', v.barrier + 1, v_now, (v_cause->>'link')::uuid, null, 'SET_ASIDE', null);
  perform add_flag(v_clinic, v_client, p->'flag', v_now);
  return 'set-aside';
end $$;
