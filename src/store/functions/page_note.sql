-- Notes that something stands on a page: a message of ours by its outbox row, or the client's own by the id that the
-- page gave it. Null: there is nothing to note it on or of (a card to somebody unknown), so it stays in memory.
-- The link is locked, so that entries of one page become visible in the order of their places.
create or replace function holdfast.page_note(p jsonb) returns bigint
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_outbox uuid;
  v_link links%rowtype;
  v_place bigint;
begin
  perform enter_clinic(v_clinic);
  select * into v_link from links l where l.clinic_id = v_clinic and l.link_id = page_link(v_clinic, p->>'index')
  for no key update;
  if not found then return null; end if;
  if p->>'outbox' is not null then
    select o.outbox_id into v_outbox from outbox o
    where o.clinic_id = v_clinic and o.outbox_id::text = p->>'outbox'
      and (o.link_id = v_link.link_id or o.client_id = v_link.client_id);
    if not found then return null; end if;
  end if;
  v_place := nextval('page_places');
  insert into page_entries (clinic_id, link_id, place, changed, outbox_id, external_id)
  values (v_clinic, v_link.link_id, v_place, v_place, v_outbox, p->>'said')
  on conflict do nothing;
  return v_place;
end $$;
