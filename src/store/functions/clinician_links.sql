-- A clinician's confirmed links, to send notices to; the best first: where they last answered, and mail
-- and webhook after chats.
create or replace function holdfast.clinician_links(p jsonb) returns jsonb
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  perform enter_clinic((p->>'clinic')::uuid);
  return (
    select coalesce(jsonb_agg(jsonb_build_object('link', link_id, 'channel', channel) 
      order by channel in ('mail', 'webhook'), answered_at desc nulls last, confirmed_at, link_id), '[]')
    from links where clinic_id = (p->>'clinic')::uuid and clinician_id = (p->>'clinician')::uuid and state = 'confirmed');
end $$;
