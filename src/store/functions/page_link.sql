-- Whose page an address is: a confirmed link, a client's first. Null: nobody's.
create or replace function holdfast.page_link(p_clinic uuid, p_index text) returns uuid language sql stable as $$
  select l.link_id from holdfast.links l
  where l.clinic_id = p_clinic and l.channel = 'web' and l.address_index = decode(p_index, 'base64')
    and l.state = 'confirmed'
  order by l.client_id is null, l.opened_at desc limit 1
$$;
