-- What the platform calls the cards that went over the same link before this one: they give way to it. The newest two,
-- for one that could not be unpinned the last time.
create or replace function holdfast.pinned_before(p jsonb) returns jsonb
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
begin
  perform enter_clinic(v_clinic);
  return (
    select coalesce(jsonb_agg(b.receipt order by b.seq), '[]') from (
      select o.receipt, o.seq
      from outbox r
      join transcript t on t.clinic_id = v_clinic and t.client_id = r.client_id and t.step = 'pinned-card' and t.flow = 'cards'
      join outbox o on o.clinic_id = v_clinic and o.client_id = r.client_id and o.message_id = t.entry_id
      where r.clinic_id = v_clinic and r.outbox_id = (p->>'row')::uuid
        and o.sent_over = r.sent_over and o.seq < r.seq and o.state = 'sent' and o.receipt is not null
      order by o.seq desc limit 2) b);
end $$;
