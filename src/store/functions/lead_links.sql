-- Confirmed links of the clinic's leads, for what the clinic as a whole is told.
create or replace function holdfast.lead_links(p jsonb) returns jsonb
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  perform enter_clinic((p->>'clinic')::uuid);
  return (
    select coalesce(jsonb_agg(l.link_id order by l.confirmed_at, l.link_id), '[]')
    from links l join clinicians c on c.clinic_id = l.clinic_id and c.clinician_id = l.clinician_id
    where l.clinic_id = (p->>'clinic')::uuid and c.role = 'lead' and l.state = 'confirmed');
end $$;
