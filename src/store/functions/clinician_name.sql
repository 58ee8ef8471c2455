-- A clinician's sealed name; null if there is no such clinician.
create or replace function holdfast.clinician_name(p jsonb) returns text
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  perform enter_clinic((p->>'clinic')::uuid);
  return (select as_text(name) from clinicians
          where clinic_id = (p->>'clinic')::uuid and clinician_id = (p->>'clinician')::uuid);
end $$;
