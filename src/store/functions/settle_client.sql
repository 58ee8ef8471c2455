-- Clears away what time has decided about one client's rows, under the lock of their conversation.
--   A lease ran out: nobody knows whether the row arrived. Lines that may be repeated wait again; a practice line
--   is never sent twice.
--   A barrier was raised: waiting practice lines of before are overtaken.
--   A practice line went stale: the practice goes to its grounded re-entry, in this same commit (design 3).
--   The link it was for has ended, or there is none: there is nobody to send it to. If it was a crisis line, a
--   person is told.
create or replace function holdfast.settle_client(p_clinic uuid, p_client uuid, p_now timestamptz)
  returns void language plpgsql as $$
declare
  v_gone integer;
begin
  update outbox set state = case when repeat then 'waiting' else 'unknown' end, attempts = attempts + 1,
    lease_until = null, node_id = null
  where clinic_id = p_clinic and client_id = p_client and state = 'sending' and lease_until <= p_now;
  update outbox o set state = 'overtaken', settled_at = p_now
  from conversations x
  where o.clinic_id = p_clinic and o.client_id = p_client and o.state = 'waiting' and o.lane = 'practice'
    and x.clinic_id = p_clinic and x.client_id = p_client and o.barrier < x.barrier;
  with gone as (
    update outbox o set state = 'refused', receipt = 'gone', settled_at = p_now
    from conversations x
    where o.clinic_id = p_clinic and o.client_id = p_client and o.state = 'waiting'
      and x.clinic_id = p_clinic and x.client_id = p_client
      and not exists (select from links l where l.clinic_id = p_clinic
                        and l.link_id = coalesce(o.link_id, x.last_link)
                        -- an answer to somebody who wrote on an ended link may still reach them
                        and (l.state <> 'ended' or o.link_id is not null and l.ended_at < o.created_at))
    returning o.lane
  )
  select count(*) into v_gone from gone where lane = 'crisis';
  if v_gone > 0 then
    perform add_flag(p_clinic, p_client, jsonb_build_object(
      'id', gen_random_uuid(), 'level', 'amber', 'rule', 'blocked', 'detail', '[]'::jsonb), p_now);
  end if;

  update outbox set state = 'expired', settled_at = p_now
  where clinic_id = p_clinic and client_id = p_client and state = 'waiting' and lane = 'practice' and expires_at <= p_now;
  if found then
    update conversations set barrier = barrier + 1 where clinic_id = p_clinic and client_id = p_client;
    perform start_timer(p_clinic, p_client, 'came-back', p_now);
    update outbox set state = 'overtaken', settled_at = p_now
    where clinic_id = p_clinic and client_id = p_client and state = 'waiting' and lane = 'practice';
  end if;
end $$;
