-- Messages of clients that are to go from their chat now, the oldest first, each tried at most once in five minutes. What
-- is older than the platform's time and was never cleared is noted as kept. Nothing of before `since` is touched: then
-- the clinic had not decided yet, and clients had not been told.
create or replace function holdfast.due_clearings(p jsonb) returns jsonb
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_now timestamptz;
  v_since timestamptz := (p->>'since')::timestamptz;
  v_channels text[] := array(select jsonb_array_elements_text(p->'channels'));
  v_last timestamptz; -- received up to then, it is due
  v jsonb;
  v_over timestamptz; -- received before then, the platform keeps it
begin
  perform enter_clinic(v_clinic);
  v_now := holdfast_now();
  v_last := v_now - (p->>'afterMs')::float8 * interval '1 millisecond';
  v_over := v_now - (p->>'withinMs')::float8 * interval '1 millisecond';

  insert into clearings (clinic_id, inbox_id, state, tried_at)
  select v_clinic, i.inbox_id, 'kept', v_now from inbox i
  left join clearings c on c.clinic_id = v_clinic and c.inbox_id = i.inbox_id
  where i.clinic_id = v_clinic and i.platform_message is not null and i.channel = any (v_channels)
    and i.received_at >= greatest(v_since, v_over - interval '30 days') and i.received_at < v_over
    and (c.state is null or c.state = 'trying')
  on conflict (clinic_id, inbox_id) do update set state = 'kept', tried_at = excluded.tried_at;

  with due as (
    select i.inbox_id, i.client_id, i.link_id, i.channel, i.platform_message
    from inbox i left join clearings c on c.clinic_id = v_clinic and c.inbox_id = i.inbox_id
    where i.clinic_id = v_clinic and i.platform_message is not null and i.channel = any (v_channels)
      and i.received_at >= greatest(v_since, v_over) and i.received_at <= v_last and i.state <> 'new'
      and (c.state is null or c.state = 'trying' and c.tried_at <= v_now - interval '5 minutes')
    order by i.received_at limit (p->>'limit')::integer
  ), tried as (
    insert into clearings (clinic_id, inbox_id, state, tried_at)
    select v_clinic, d.inbox_id, 'trying', v_now from due d
    on conflict (clinic_id, inbox_id) do update set tried_at = excluded.tried_at
      -- Another node took it a moment ago.
      where clearings.state = 'trying' and clearings.tried_at <= v_now - interval '5 minutes'
    returning inbox_id
  )
  select coalesce(jsonb_agg(jsonb_build_object(
    'message', d.inbox_id, 'client', d.client_id, 'link', d.link_id, 'channel', d.channel,
    'receipt', d.platform_message, 'address', as_text(l.address))), '[]')
  into v
  from due d join tried t on t.inbox_id = d.inbox_id
  join links l on l.clinic_id = v_clinic and l.link_id = d.link_id;
  return v;
end $$;
