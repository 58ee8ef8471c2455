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
  -- An edit counts for what was written for the session: it takes the place of what stood there, and is closed anew.
  for v_item in select * from jsonb_array_elements(p->'noteChanges') loop
    with replaced as (
      update notes q set replaced_at = p_now
      from inbox e, inbox i
      where e.clinic_id = p_clinic and e.inbox_id = (p->'cause'->>'id')::uuid
        and i.clinic_id = p_clinic and i.client_id = p_client and i.link_id = e.link_id
        and i.platform_message = e.platform_message
        and q.clinic_id = p_clinic and q.client_id = p_client and q.entry_id = i.inbox_id
        and q.about in ('for-my-session', 'for-my-therapist') and q.replaced_at is null and q.taken_off_at is null
      returning q.about)
    insert into notes (clinic_id, client_id, at_version, n, about, words, at, entry_id, changed)
    select p_clinic, p_client, p_version, (v_item->>'n')::integer, r.about, decode(v_item->>'words', 'base64'), p_now,
           (p->'cause'->>'id')::uuid, true
    from replaced r limit 1;
  end loop;
  if p->>'takesOff' is not null then
    update notes q set taken_off_at = p_now
    where q.clinic_id = p_clinic and q.client_id = p_client and (q.at_version, q.n) in (
      select x.at_version, x.n from notes x
      where x.clinic_id = p_clinic and x.client_id = p_client and x.about = 'for-my-session'
        and x.replaced_at is null and x.taken_off_at is null
      order by x.at desc, x.at_version desc, x.n desc limit case when p->>'takesOff' = 'last' then 1 end);
  end if;
  -- The client opens the list as it is now; what is added later is closed again.
  if (p->>'opensList')::boolean then
    update notes set opened_at = p_now
    where clinic_id = p_clinic and client_id = p_client and about = 'for-my-session' and opened_at is null
      and replaced_at is null and taken_off_at is null;
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
