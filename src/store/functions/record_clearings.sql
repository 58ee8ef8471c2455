-- What became of messages that were to go from a chat.
create or replace function holdfast.record_clearings(p jsonb) returns void
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
begin
  perform enter_clinic(v_clinic);
  update clearings c set state = m->>'state'
  from jsonb_array_elements(p->'marks') m
  where c.clinic_id = v_clinic and c.inbox_id = (m->>'message')::uuid and c.state = 'trying';
end $$;
