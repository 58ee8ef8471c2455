-- What a turn leaves for the therapist and for later turns: practices, ratings, keepsakes, notes, consents. Named
-- by the version that the turn read and the effect's place in it, which the seal binds.
create or replace function holdfast.keep_records(
  p jsonb, p_clinic uuid, p_client uuid, p_version bigint, p_now timestamptz
) returns void language plpgsql as $$
declare
  v_item jsonb;
begin
  for v_item in select * from jsonb_array_elements(p->'practicesStarted') loop
    -- One runs at a time: what was never ended was interrupted.
    update practices set ended_at = p_now, outcome = 'interrupted'
    where clinic_id = p_clinic and client_id = p_client and ended_at is null;
    insert into practices (clinic_id, practice_id, client_id, flow, closure, started_at)
    values (p_clinic, (v_item->>'practice')::uuid, p_client, v_item->>'flow', v_item->'closure', p_now);
  end loop;
  for v_item in select * from jsonb_array_elements(p->'practicesEnded') loop
    update practices set ended_at = p_now, outcome = v_item->>'outcome'
    where clinic_id = p_clinic and practice_id = (v_item->>'practice')::uuid and client_id = p_client and ended_at is null;
  end loop;
  insert into ratings (clinic_id, client_id, at_version, n, scale, moment, value, practice_id, at)
  select p_clinic, p_client, p_version, (r->>'n')::integer, r->>'scale', r->>'moment', decode(r->>'value', 'base64'),
         (p->>'practice')::uuid, p_now
  from jsonb_array_elements(p->'ratings') r;
  for v_item in select * from jsonb_array_elements(p->'keepsakes') loop
    update keepsakes set retired_at = p_now
    where clinic_id = p_clinic and client_id = p_client and kind = v_item->>'kind' and retired_at is null;
    insert into keepsakes (clinic_id, client_id, at_version, n, kind, words, kept_at)
    values (p_clinic, p_client, p_version, (v_item->>'n')::integer, v_item->>'kind', decode(v_item->>'words', 'base64'), p_now);
  end loop;
  insert into notes (clinic_id, client_id, at_version, n, about, words, at, entry_id)
  select p_clinic, p_client, p_version, (r->>'n')::integer, r->>'about', decode(r->>'words', 'base64'), p_now,
         case when p->'cause'->>'kind' = 'message' then (p->'cause'->>'id')::uuid end
  from jsonb_array_elements(p->'notes') r;
  -- The client opens the list as it is now; what is added later is closed again.
  if (p->>'opensList')::boolean then
    update notes set opened_at = p_now
    where clinic_id = p_clinic and client_id = p_client and about = 'for-my-session' and opened_at is null;
  end if;
  insert into consents (clinic_id, client_id, at_version, n, script_hash, at)
  select p_clinic, p_client, p_version, (r->>'n')::integer, r->>'script', p_now
  from jsonb_array_elements(p->'consents') r;
  -- Filled in by chat: no clinician has looked at it yet.
  insert into measures (clinic_id, measure_id, client_id, instrument, answers, taken_at, recorded_by)
  select p_clinic, (r->>'id')::uuid, p_client, r->>'instrument', decode(r->>'answers', 'base64'), p_now, 'client'
  from jsonb_array_elements(p->'measures') r;
  insert into prompts (clinic_id, prompt_id, client_id, assignment, flow, nudge, intended_at, until_at, decided_at,
                       message_id, why_not)
  select p_clinic, (r->>'prompt')::uuid, p_client, r->>'assignment', r->>'flow', (r->>'nudge')::boolean,
         to_timestamp((r->>'intended')::float8 / 1000), to_timestamp((r->>'until')::float8 / 1000), p_now,
         (r->>'message')::uuid, r->>'why'
  from jsonb_array_elements(p->'prompts') r
  on conflict (clinic_id, client_id, intended_at, assignment, nudge) do nothing;
  update prompts q set answered_at = p_now, answer = r->>'answer'
  from jsonb_array_elements(p->'promptAnswers') r
  where q.clinic_id = p_clinic and q.client_id = p_client and q.prompt_id = (r->>'prompt')::uuid and q.answered_at is null;
end $$;
