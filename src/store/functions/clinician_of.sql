-- Whose confirmed address this is, for a button under a notice; null if it is no clinician's.
create or replace function holdfast.clinician_of(p jsonb) returns uuid
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  perform enter_clinic((p->>'clinic')::uuid);
  return (select clinician_id from links
          where clinic_id = (p->>'clinic')::uuid and channel = p->>'channel' and clinician_id is not null
            and address_index = decode(p->>'index', 'base64') and state = 'confirmed');
end $$;
