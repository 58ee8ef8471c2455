-- Takes an entry back from a page, or its buttons: by its outbox row, or by the id of the client's own message.
create or replace function holdfast.page_change(p jsonb) returns boolean
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
begin
  perform enter_clinic(v_clinic);
  update page_entries e set
    changed = nextval('page_places'),
    retracted = true,
    gone = gone or p->>'change' = 'delete'
  where e.clinic_id = v_clinic and e.link_id = page_link(v_clinic, p->>'index')
    and (e.outbox_id::text = p->>'id' or e.external_id = p->>'id');
  return found;
end $$;
