-- The next step of an obligation: its notices and its next time in one commit, if it still stands where the
-- caller saw it. Two nodes may try; one advances.
create or replace function holdfast.advance_escalation(p jsonb) returns text
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_now timestamptz;
begin
  perform enter_clinic(v_clinic);
  v_now := holdfast_now();
  update escalations set rung = (p->>'toRung')::integer, rounds = (p->>'toRounds')::integer,
    next_at = v_now + (p->>'nextAfterMs')::float8 * interval '1 millisecond'
  where clinic_id = v_clinic and escalation_id = (p->>'escalation')::uuid and rung = (p->>'fromRung')::integer
    and rounds = (p->>'fromRounds')::integer and acknowledged_at is null and closed_at is null and next_at <= v_now;
  if not found then return 'moved-on'; end if;

  perform queue_notices(v_clinic, p->'notices', v_now);
  return 'advanced';
end $$;
