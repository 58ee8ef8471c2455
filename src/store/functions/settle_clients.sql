-- Clears away what time has decided about some clients' rows, under the locks of their conversations.
--   A lease ran out: nobody knows whether the row arrived. Lines that may be repeated wait again; a practice line
--   is never sent twice.
--   A barrier was raised: waiting practice lines of before are overtaken.
--   The link it was for has ended, or there is none: there is nobody to send it to. If it was a crisis line, a
--   person is told.
--   A reminder went stale: nothing follows, its time is over.
--   A practice line went stale: the practice goes to its grounded re-entry, in this same commit (design 3).
create or replace function holdfast.settle_clients(p_clinic uuid, p_clients uuid[], p_now timestamptz)
  returns void language plpgsql as $$
declare
  v_client uuid;
begin
  update outbox set state = case when repeat then 'waiting' else 'unknown' end, attempts = attempts + 1,
    lease_until = null, node_id = null
  where clinic_id = p_clinic and client_id = any (p_clients) and state = 'sending' and lease_until <= p_now;
  update outbox o set state = 'overtaken', settled_at = p_now
  from conversations x
  where o.clinic_id = p_clinic and o.client_id = any (p_clients) and o.state = 'waiting' and o.lane = 'practice'
    and x.clinic_id = p_clinic and x.client_id = o.client_id and o.barrier < x.barrier;

  for v_client in
    with gone as (
      update outbox o set state = 'refused', receipt = 'gone', settled_at = p_now
      from conversations x
      where o.clinic_id = p_clinic and o.client_id = any (p_clients) and o.state = 'waiting'
        and x.clinic_id = p_clinic and x.client_id = o.client_id
        and not exists (select from links l where l.clinic_id = p_clinic
                          and l.link_id = coalesce(o.link_id, x.last_link)
                          -- an answer to somebody who wrote on an ended link may still reach them
                          and (l.state <> 'ended' or o.link_id is not null and l.ended_at < o.created_at))
      returning o.client_id, o.lane
    )
    select distinct client_id from gone where lane = 'crisis'
  loop
    perform add_flag(p_clinic, v_client, jsonb_build_object(
      'id', gen_random_uuid(), 'level', 'amber', 'rule', 'blocked', 'detail', '[]'::jsonb), p_now);
  end loop;

  update outbox set state = 'expired', settled_at = p_now
  where clinic_id = p_clinic and client_id = any (p_clients) and state = 'waiting' and quietly and expires_at <= p_now;
  for v_client in
    with stale as (
      update outbox set state = 'expired', settled_at = p_now
      where clinic_id = p_clinic and client_id = any (p_clients) and state = 'waiting' and lane = 'practice'
        and expires_at <= p_now
      returning client_id
    )
    select distinct client_id from stale
  loop
    update conversations set barrier = barrier + 1 where clinic_id = p_clinic and client_id = v_client;
    perform start_timer(p_clinic, v_client, 'came-back', p_now);
    update outbox set state = 'overtaken', settled_at = p_now
    where clinic_id = p_clinic and client_id = v_client and state = 'waiting' and lane = 'practice';
  end loop;
end $$;
