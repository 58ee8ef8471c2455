-- What a page shows: entries that came or changed after a place, at most so many of the latest, still sealed. What the
-- page said and nothing was stored of (the commit did not come) is left out.
create or replace function holdfast.page_read(p jsonb) returns jsonb
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_after bigint := (p->>'after')::bigint;
  v_link uuid;
begin
  perform enter_clinic(v_clinic);
  v_link := page_link(v_clinic, p->>'index');
  return (
    select jsonb_build_object('client', l.client_id, 'entries', coalesce((
      select jsonb_agg(jsonb_build_object(
          'place', e.place, 'changed', e.changed, 'outbox', e.outbox_id, 'said', e.external_id,
          'retracted', e.retracted, 'gone', e.gone,
          'row', coalesce(o.message_id, i.inbox_id),
          'body', case when e.gone then null else coalesce(as_text(o.body), as_text(i.body)) end) order by e.place)
      from (select * from page_entries a
            where a.clinic_id = v_clinic and a.link_id = v_link and a.changed > v_after and not (a.gone and v_after = 0)
            order by a.place desc limit (p->>'limit')::integer) e
      left join outbox o on o.clinic_id = v_clinic and o.outbox_id = e.outbox_id
      left join inbox i on i.clinic_id = v_clinic and i.channel = 'web' and i.external_id = e.external_id
      where e.gone or o.outbox_id is not null or i.inbox_id is not null), '[]'))
    from links l where l.clinic_id = v_clinic and l.link_id = v_link);
end $$;
