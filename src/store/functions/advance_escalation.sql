-- The next step of an obligation: its notices and its next time in one commit, if it still stands where the
-- caller saw it. Two nodes may try; one advances.
create or replace function holdfast.advance_escalation(p jsonb) returns text
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_escalation uuid := (p->>'escalation')::uuid;
  v_now timestamptz;
begin
  perform enter_clinic(v_clinic);
  v_now := holdfast_now();
  -- Locked first: whether an acknowledgement is lacking is asked of the row as it stands after whoever held it.
  perform from escalations where clinic_id = v_clinic and escalation_id = v_escalation for update;
  update escalations e set rung = (p->>'toRung')::integer, rounds = (p->>'toRounds')::integer,
    next_at = v_now + (p->>'nextAfterMs')::float8 * interval '1 millisecond'
  where e.clinic_id = v_clinic and e.escalation_id = v_escalation and e.rung = (p->>'fromRung')::integer
    and e.rounds = (p->>'fromRounds')::integer and e.closed_at is null and e.next_at <= v_now and still_lacks(e);
  if not found then return 'moved-on'; end if;

  perform queue_notices(v_clinic, p->'notices', v_now, v_escalation);
  return 'advanced';
end $$;
