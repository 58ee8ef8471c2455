-- The next step of an obligation: its notices and its next time in one commit, if it still stands where the
-- caller saw it. Two nodes may try; one advances.
create or replace function holdfast.advance_escalation(p jsonb) returns text
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_now timestamptz;
  v_count integer;
begin
  perform enter_clinic(v_clinic);
  v_now := holdfast_now();
  update escalations set rung = (p->>'toRung')::integer, rounds = (p->>'toRounds')::integer,
    next_at = v_now + (p->>'nextAfterMs')::float8 * interval '1 millisecond'
  where clinic_id = v_clinic and escalation_id = (p->>'escalation')::uuid and rung = (p->>'fromRung')::integer
    and rounds = (p->>'fromRounds')::integer and acknowledged_at is null and closed_at is null and next_at <= v_now;
  if not found then return 'moved-on'; end if;

  insert into outbox (clinic_id, outbox_id, message_id, link_id, lane, created_at, not_before, repeat, body)
  select v_clinic, (e.r->>'id')::uuid, (e.r->>'id')::uuid, (e.r->>'link')::uuid, 'notice', v_now, v_now, true,
         decode(e.r->>'body', 'base64')
  from jsonb_array_elements(p->'notices') with ordinality e(r, n)
  join links l on l.clinic_id = v_clinic and l.link_id = (e.r->>'link')::uuid and l.clinician_id is not null
  order by e.n;
  get diagnostics v_count = row_count;
  if v_count < jsonb_array_length(p->'notices') then
    raise exception 'a notice names a link that is no clinician''s' using errcode = 'HF002';
  end if;
  return 'advanced';
end $$;
