-- A node says that it lives. If none did for a while, everything stood still: practice lines that waited are
-- stale, and each running practice gets the grounded re-entry. Returns for how many milliseconds (0: nothing
-- stood still). p.only: the database admits one process, so a node never seen before means that the old one is
-- gone, however short the gap.
create or replace function holdfast.node_seen(p jsonb) returns bigint
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_gone interval := (p->>'goneAfterMs')::float8 * interval '1 millisecond';
  v_now timestamptz;
  v_mine timestamptz;
  v_last timestamptz;
begin
  perform enter_clinic(v_clinic);
  perform from clinics where clinic_id = v_clinic for no key update; -- nodes report one after the other
  if not found then
    raise exception 'no such clinic' using errcode = 'HF001';
  end if;
  v_now := holdfast_now();
  select max(seen_at) filter (where node_id = p->>'node'), max(seen_at) into v_mine, v_last
  from nodes where clinic_id = v_clinic;
  insert into nodes (clinic_id, node_id, started_at, seen_at) values (v_clinic, p->>'node', v_now, v_now)
  on conflict (clinic_id, node_id) do update set seen_at = excluded.seen_at;
  if v_last is null or (v_last > v_now - v_gone and not (v_mine is null and (p->>'only')::boolean)) then
    return 0;
  end if;

  delete from nodes where clinic_id = v_clinic and seen_at < v_now - interval '1 day';
  update clinics set up_since = v_now, down_since = v_last where clinic_id = v_clinic;
  -- The conversations first, in one order: whoever writes outbox rows of a client holds that lock.
  perform from conversations x where x.clinic_id = v_clinic and (
      exists (select from outbox o where o.clinic_id = v_clinic and o.client_id = x.client_id and o.state = 'waiting' and o.lane = 'practice')
      or exists (select from practices r where r.clinic_id = v_clinic and r.client_id = x.client_id and r.ended_at is null))
    order by x.client_id for no key update;
  update outbox set state = 'expired', settled_at = v_now
  where clinic_id = v_clinic and lane = 'practice' and state = 'waiting';
  perform start_timer(v_clinic, r.client_id, 'came-back', v_now) from practices r
  where r.clinic_id = v_clinic and r.ended_at is null;
  return greatest(1, round(extract(epoch from v_now - v_last) * 1000));
end $$;
