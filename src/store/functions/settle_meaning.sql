-- What a meaning that was read late makes of a message: nothing, or exactly what it would have brought at once. One
-- commit for the screen result, the flag and the question, under the client's lock. Only a mark that is still due is
-- settled, so two that read the same message ask once.
create or replace function holdfast.settle_meaning(p jsonb) returns text
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  c_levels constant text[] := array['none', 'notice', 'ask', 'red', 'black'];
  v_clinic uuid := (p->>'clinic')::uuid;
  v_client uuid := (p->>'client')::uuid;
  v_raised jsonb := nullif(p->'raised', 'null');
  v_now timestamptz;
  v inbox;
begin
  perform enter_clinic(v_clinic);
  perform from conversations where clinic_id = v_clinic and client_id = v_client for no key update;
  v_now := holdfast_now();
  select * into v from inbox
  where clinic_id = v_clinic and inbox_id = (p->>'message')::uuid and client_id = v_client and meaning = 'due' for update;
  if not found then return 'gone'; end if;
  -- It may raise and never lower.
  if v_raised is null or coalesce(array_position(c_levels, v_raised->'screen'->>'level'), 0)
                         <= array_position(c_levels, v.screen->>'level') then
    update inbox set meaning = 'read' where clinic_id = v_clinic and inbox_id = v.inbox_id;
    return 'silent';
  end if;

  update inbox set screen = v_raised->'screen', meaning = case when v.state = 'new' then 'read' else 'raised' end
  where clinic_id = v_clinic and inbox_id = v.inbox_id;
  if v_raised->'screen'->>'level' in ('red', 'black') then
    update conversations set barrier = barrier + 1 where clinic_id = v_clinic and client_id = v_client;
  end if;
  if nullif(v_raised->'flag', 'null') is not null then
    perform add_flag(v_clinic, v_client, v_raised->'flag', v_now);
  else
    update clients set version = version + 1 where clinic_id = v_clinic and client_id = v_client;
  end if;
  -- Not taken up yet, its own turn asks; a turn that was computed from the old result is stale by now.
  if v.state <> 'new' then perform start_timer(v_clinic, v_client, 'meaning', v_now); end if;
  return 'asks';
end $$;
