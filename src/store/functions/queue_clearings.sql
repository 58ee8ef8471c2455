-- Messages to be taken back, one row each, in the crisis lane before whatever is said next. A link that has ended is
-- passed over: nobody of ours stands behind it any more.
create or replace function holdfast.queue_clearings(
  p_clinic uuid, p_client uuid, p_clearings jsonb, p_barrier bigint, p_now timestamptz
) returns void language sql as $$
  insert into holdfast.outbox (clinic_id, outbox_id, client_id, message_id, link_id, lane, barrier, created_at,
                               not_before, expires_at, repeat, body)
  select p_clinic, (e.r->>'id')::uuid, p_client, (e.r->>'id')::uuid, l.link_id, 'crisis', p_barrier, p_now, p_now,
         p_now + interval '48 hours', false, decode(e.r->>'body', 'base64')
  from jsonb_array_elements(p_clearings) with ordinality e(r, n)
  join holdfast.links l on l.clinic_id = p_clinic and l.link_id = (e.r->>'link')::uuid and l.state = 'confirmed'
  order by e.n
$$;
