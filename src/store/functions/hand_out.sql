-- Marks the chosen rows as being sent and returns what the sender needs, in the order of their choice.
create or replace function holdfast.hand_out(
  p_clinic uuid, p_node text, p_rows uuid[], p_now timestamptz, p_lease interval
) returns jsonb language plpgsql as $$
declare
  v jsonb;
begin
  if p_rows is null then return '[]'; end if;
  with handed as (
    update outbox set state = 'sending', node_id = p_node, claimed_at = p_now, lease_until = p_now + p_lease,
      sent_over = coalesce(link_id, (
        select x.last_link from conversations x where x.clinic_id = p_clinic and x.client_id = outbox.client_id))
    where clinic_id = p_clinic and outbox_id = any (p_rows) and state = 'waiting'
    returning *
  )
  select jsonb_agg(jsonb_build_object(
      'id', h.outbox_id, 'message', h.message_id, 'lane', h.lane, 'attempts', h.attempts, 'client', h.client_id,
      'link', l.link_id, 'clinician', l.clinician_id, 'channel', l.channel, 'address', as_text(l.address),
      'body', as_text(h.body)) order by array_position(p_rows, h.outbox_id))
  into v
  from handed h
  left join links l on l.clinic_id = p_clinic and l.link_id = h.sent_over;
  if coalesce(jsonb_array_length(v), 0) < cardinality(p_rows) then
    raise exception 'only % of % rows were handed out', coalesce(jsonb_array_length(v), 0), cardinality(p_rows)
      using errcode = 'HF002';
  end if;
  return v;
end $$;
