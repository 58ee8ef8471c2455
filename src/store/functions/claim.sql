-- Hands out rows to send, each under a lease: crisis lane first, then notices, then practice lines; at most one
-- per client, notices each on their own.
--
-- Two looks. The first, without locks, finds clients who probably have something. Their conversations are then
-- locked (whoever is busy is skipped and found next time), and only under that lock is a row chosen. Choosing in
-- the first look is not enough: a STOP committed between look and update would let a practice line of before it
-- go out, and two nodes could each hand out a row of the same client.
create or replace function holdfast.claim(p jsonb) returns jsonb
  language plpgsql security definer set search_path = holdfast, pg_temp
  -- One plan, by index and row by row, whatever the statistics say: they are those of a short queue whenever a long one
  -- has just come. Measured on PostgreSQL: planned anew each time, a claim from a short queue took 13 ms and now 5, an
  -- idle look 5 and now 1; with 40,000 rows of 5,000 clients that nobody has analysed yet a claim of 50 took 1,400 to
  -- 2,100 ms and now 300, analysed 62 and now 53. Without jit off, compiling such plans took most of the time.
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set jit = off as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_limit integer := (p->>'limit')::integer;
  v_lease interval := (p->>'leaseMs')::float8 * interval '1 millisecond';
  v_patience interval := (p->>'crisisWaitMs')::float8 * interval '1 millisecond';
  v_now timestamptz;
  v_clients uuid[];
  v_rows uuid[];
begin
  perform enter_clinic(v_clinic);
  v_now := holdfast_now();

  select array_agg(u.client_id) into v_clients from (
    (select s.client_id from sendable(v_clinic, 'crisis', v_now, v_patience) s order by s.not_before limit v_limit)
    union
    (select s.client_id from sendable(v_clinic, 'practice', v_now, v_patience) s order by s.not_before limit v_limit)
    union
    (select o.client_id from outbox o where o.clinic_id = v_clinic and o.client_id is not null
       and o.state = 'sending' and o.lease_until <= v_now limit v_limit)
    union
    (select o.client_id from outbox o where o.clinic_id = v_clinic and o.lane = 'practice'
       and o.state = 'waiting' and o.seq > 0 and o.not_before <= v_now and o.expires_at <= v_now limit v_limit)) u;
  -- Most looks find nothing; they end here.
  if v_clients is null and not exists (
    select from outbox where clinic_id = v_clinic and client_id is null and state = 'waiting' union all
    select from outbox where clinic_id = v_clinic and client_id is null and state = 'sending') then
    return '[]';
  end if;
  select array_agg(b.client_id) into v_clients from (
    select x.client_id from conversations x where x.clinic_id = v_clinic and x.client_id = any (v_clients)
    for no key update skip locked) b;
  perform settle_clients(v_clinic, v_clients, v_now);
  update outbox set state = 'waiting', attempts = attempts + 1, lease_until = null, node_id = null
  where clinic_id = v_clinic and outbox_id in (
    select outbox_id from outbox where clinic_id = v_clinic and client_id is null and state = 'sending'
      and lease_until <= v_now for update skip locked);

  -- Now, under the locks: one row per client, and notices beside them, the whole cut to the limit by lane.
  select array_agg(r.outbox_id) into v_rows from (
    select q.outbox_id from (
      -- The first of each client in either lane, found by client and not by time; crisis before practice.
      (select distinct on (k.id) s.outbox_id, s.lane, s.seq
       from unnest(v_clients) k(id) cross join lateral (
         (select c.outbox_id, 'crisis' as lane, c.seq from sendable(v_clinic, 'crisis', v_now, v_patience) c
          where c.client_id = k.id order by c.seq limit 1)
         union all
         (select r.outbox_id, 'practice', r.seq from sendable(v_clinic, 'practice', v_now, v_patience) r
          where r.client_id = k.id order by r.seq limit 1)
       ) s order by k.id, s.lane)
      union all
      select n.* from (
        select o.outbox_id, o.lane, o.seq from outbox o
        where o.clinic_id = v_clinic and o.lane = 'notice' and o.state = 'waiting' and o.seq > 0 and o.not_before <= v_now
        order by o.seq limit v_limit for update skip locked) n
    ) q order by array_position(array['crisis', 'notice', 'practice'], q.lane), q.seq limit v_limit) r;
  return hand_out(v_clinic, p->>'node', v_rows, v_now, v_lease);
end $$;
