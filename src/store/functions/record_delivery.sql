-- What became of handed-out rows; one commit for all. A receipt that comes after the lease ran out still counts
-- if it says 'sent': the truth beats the assumption. Anything else counts only while the row is out.
create or replace function holdfast.record_delivery(p jsonb) returns void
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_now timestamptz;
  v_mark jsonb;
  v_found integer;
  v_refused uuid[];
  v_row outbox;
begin
  perform enter_clinic(v_clinic);
  v_now := holdfast_now();
  -- Conversations before rows, as everywhere: a refusal may raise a flag. Found by their keys and only where there is a
  -- refusal: as one join this read the whole outbox at every receipt (measured: the time grew with the clinic).
  v_refused := array(select (m->>'id')::uuid from jsonb_array_elements(p->'marks') m
    where m->>'kind' = 'refused' and m->>'receipt' in ('blocked', 'gone'));
  if cardinality(v_refused) > 0 then
    perform from conversations where clinic_id = v_clinic and client_id = any (array(
      select o.client_id from outbox o where o.clinic_id = v_clinic and o.outbox_id = any (v_refused)))
    order by client_id for no key update;
  end if;
  -- Locked in one order, so that two nodes with overlapping batches do not wait for each other.
  perform from outbox where clinic_id = v_clinic
    and outbox_id in (select (m->>'id')::uuid from jsonb_array_elements(p->'marks') m) order by outbox_id for update;
  get diagnostics v_found = row_count;
  if v_found < (select count(distinct m->>'id') from jsonb_array_elements(p->'marks') m) then
    raise exception 'a receipt names a row that is not there' using errcode = 'HF002';
  end if;
  for v_mark in select * from jsonb_array_elements(p->'marks') loop
    update outbox set
      state = case v_mark->>'kind' when 'sent' then 'sent' when 'refused' then 'refused' when 'later' then 'waiting'
                else case when repeat then 'waiting' else 'unknown' end end,
      receipt = case when v_mark->>'kind' in ('sent', 'refused') then v_mark->>'receipt' else receipt end,
      attempts = attempts + case when v_mark->>'kind' in ('later', 'unknown') then 1 else 0 end,
      not_before = case when v_mark->>'kind' in ('later', 'unknown')
        then v_now + (v_mark->>'retryAfterMs')::float8 * interval '1 millisecond' else not_before end,
      settled_at = v_now, lease_until = null, node_id = null
    where clinic_id = v_clinic and outbox_id = (v_mark->>'id')::uuid
      and (state = 'sending' or v_mark->>'kind' = 'sent' and state in ('unknown', 'waiting', 'overtaken', 'expired', 'spared'))
    returning * into v_row;
    -- For the auditor, who never looks at the row itself.
    if v_row.state = 'sent' then
      insert into receipts (clinic_id, outbox_id, client_id, clinician_id, lane, about, escalation_id, written_at, begun_at, sent_at)
      values (v_clinic, v_row.outbox_id, v_row.client_id,
        (select l.clinician_id from links l where l.clinic_id = v_clinic and l.link_id = v_row.link_id), v_row.lane,
        v_row.about, v_row.escalation_id, v_row.created_at, coalesce(v_row.claimed_at, v_now), v_now)
      on conflict (clinic_id, outbox_id) do nothing;
    end if;
    if v_row.state = 'refused' and v_row.client_id is not null and v_row.receipt in ('blocked', 'gone') then
      perform flag_blocked(v_clinic, v_row.client_id, v_now);
    end if;
    if v_row.person_notice is not null then perform settle_notice(v_row, v_now); end if;
  end loop;
end $$;
