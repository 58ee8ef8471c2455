-- Whose confirmed address this is, for a button under a notice; null if it is no clinician's. That they
-- pressed it is kept, as the proof that notices here are read.
create or replace function holdfast.clinician_of(p jsonb) returns uuid
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinician uuid;
begin
  perform enter_clinic((p->>'clinic')::uuid);
  update links set answered_at = holdfast_now()
  where clinic_id = (p->>'clinic')::uuid and channel = p->>'channel' and clinician_id is not null
    and address_index = decode(p->>'index', 'base64') and state = 'confirmed'
  returning clinician_id into v_clinician;
  return v_clinician;
end $$;
