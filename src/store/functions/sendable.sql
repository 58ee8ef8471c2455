-- Rows that may be sent now, before any is chosen. Plain SQL without settings of its own, so that the planner
-- folds it into the query that asks.
--   A practice line only under the current barrier (P6); the crisis lane always.
--   Strictly in order: an earlier waiting row of the same lane (in the crisis lane: on the same link) goes first,
--   even if its time has not come; and no practice line overtakes a crisis line that waits for the same link.
--   One send in flight per client; the crisis lane waits for it at most p_patience, then goes.
-- Each row costs a few index probes, so whoever asks for the first few of a long queue, in the order of an index,
-- pays for little more than those (measured figures: see claim).
create or replace function holdfast.sendable(p_clinic uuid, p_lane text, p_now timestamptz, p_patience interval)
  returns table (outbox_id uuid, client_id uuid, seq bigint, not_before timestamptz)
  language sql stable as $$
  select o.outbox_id, o.client_id, o.seq, o.not_before
  from holdfast.outbox o
  join holdfast.conversations x on x.clinic_id = o.clinic_id and x.client_id = o.client_id
  where o.clinic_id = p_clinic and o.state = 'waiting' and o.lane = p_lane and o.not_before <= p_now
    and o.seq > 0 -- names the index in time, see the migration
    and (o.expires_at is null or o.expires_at > p_now)
    and (p_lane = 'crisis' or o.barrier = x.barrier)
    and not exists (
      select from holdfast.outbox e
      where e.clinic_id = o.clinic_id and e.client_id = o.client_id and e.state = 'waiting' and e.seq < o.seq
        and case when p_lane = 'crisis' then e.lane = 'crisis' and e.link_id is not distinct from o.link_id
                 else e.lane = 'practice' and e.barrier = x.barrier
                   or e.lane = 'crisis' and coalesce(e.link_id, x.last_link) = coalesce(o.link_id, x.last_link) end
      offset 0) -- keeps this a probe for each row: as a join over the whole queue it cost seconds
    and not exists (
      select from holdfast.outbox s
      where s.clinic_id = o.clinic_id and s.client_id = o.client_id and s.state = 'sending' and s.lease_until > p_now
        and (p_lane = 'practice' or s.claimed_at > p_now - p_patience
             or greatest(o.created_at, o.not_before) > p_now - p_patience)
      offset 0)
$$;
