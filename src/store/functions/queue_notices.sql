-- Notices to clinicians' links, each a row with retries of its own. Rows of one `person` are one notice over several
-- links: whoever is reached on one is spared the others (settle_notice). Fewer rows than notices is an error, never a
-- silence.
drop function if exists holdfast.queue_notices(uuid, jsonb, timestamptz);
drop function if exists holdfast.queue_notices(uuid, jsonb, timestamptz, uuid);
create or replace function holdfast.queue_notices(
  p_clinic uuid, p_notices jsonb, p_now timestamptz, p_escalation uuid default null,
  p_about text default null
) returns void language plpgsql as $$
declare
  v_count integer;
begin
  insert into outbox (clinic_id, outbox_id, message_id, link_id, lane, created_at, not_before, repeat, body,
                      person_notice, escalation_id, about)
  select p_clinic, (e.r->>'id')::uuid, (e.r->>'id')::uuid, (e.r->>'link')::uuid, 'notice', p_now,
         p_now + coalesce((e.r->>'afterMs')::float8, 0) * interval '1 millisecond', true,
         decode(e.r->>'body', 'base64'), (e.r->>'person')::uuid, p_escalation, p_about
  from jsonb_array_elements(p_notices) with ordinality e(r, n)
  join links l on l.clinic_id = p_clinic and l.link_id = (e.r->>'link')::uuid and l.clinician_id is not null
  order by e.n;
  get diagnostics v_count = row_count;
  if v_count < jsonb_array_length(p_notices) then
    raise exception 'a notice names a link that is no clinician''s' using errcode = 'HF002';
  end if;
end $$;
