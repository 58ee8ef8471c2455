-- The recording that a message names (what a clinician spoke goes by the message's own id), still sealed, with the platform's own name for its copy on the link that the row
-- goes over. Asked by a page (`index`): only where the message went to that page and its link still stands.
create or replace function holdfast.sound_of(p jsonb) returns jsonb
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
begin
  perform enter_clinic(v_clinic);
  return (
    select jsonb_build_object('client', r.client_id, 'recording', r.recording_id, 'format', r.format, 'link', l.link_id,
      'copy', (select as_text(c.copy) from recording_copies c
        where c.clinic_id = v_clinic and c.recording_id = r.recording_id and c.link_id = l.link_id),
      'sound', case when (p->>'whole')::boolean then as_text(r.sound) end)
    from outbox o
    join recordings r on r.clinic_id = v_clinic and r.client_id = o.client_id and r.name = p->>'name'
      and (r.name <> 'message' or r.recording_id = o.message_id)
    join links l on l.clinic_id = v_clinic and l.link_id = o.sent_over and l.state = 'confirmed'
    where o.clinic_id = v_clinic and o.outbox_id = (p->>'row')::uuid
      and (p->>'index' is null or l.channel = 'web' and l.address_index = decode(p->>'index', 'base64')));
end $$;
