-- Everybody of a clinic with their confirmed links, the best first as in clinician_links. No names: those are sealed.
create or replace function holdfast.clinic_people(p jsonb) returns jsonb
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
begin
  perform enter_clinic(v_clinic);
  return (
    select coalesce(jsonb_agg(jsonb_build_object('clinician', d.clinician_id, 'role', d.role, 'links', (
      select coalesce(jsonb_agg(jsonb_build_object('link', l.link_id, 'channel', l.channel, 'answeredAt', l.answered_at)
        order by l.channel in ('mail', 'webhook'), l.answered_at desc nulls last, l.confirmed_at, l.link_id), '[]')
      from links l where l.clinic_id = v_clinic and l.clinician_id = d.clinician_id and l.state = 'confirmed'))
      order by d.clinician_id), '[]')
    from clinicians d where d.clinic_id = v_clinic and d.removed_at is null);
end $$;
