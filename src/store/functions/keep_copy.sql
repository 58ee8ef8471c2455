-- What a platform calls its copy of a recording. One that was replaced or removed meanwhile needs none.
create or replace function holdfast.keep_copy(p jsonb) returns void
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
begin
  perform enter_clinic(v_clinic);
  insert into recording_copies (clinic_id, recording_id, link_id, copy)
  select v_clinic, r.recording_id, (p->>'link')::uuid, decode(p->>'copy', 'base64')
  from recordings r where r.clinic_id = v_clinic and r.recording_id = (p->>'recording')::uuid
  on conflict (clinic_id, recording_id, link_id) do update set copy = excluded.copy;
end $$;
