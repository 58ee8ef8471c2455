-- Somebody answers a round or a drill; their last word counts. False: it was never told.
create or replace function holdfast.answer_round(p jsonb) returns boolean
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
begin
  perform enter_clinic(v_clinic);
  insert into duty_answers (clinic_id, what, day, clinician_id, says, at)
  select v_clinic, what, day, (p->>'by')::uuid, p->>'says', holdfast_now() from told_daily
  where clinic_id = v_clinic and what = p->>'what' and day = (p->>'day')::date
  on conflict (clinic_id, what, day, clinician_id) do update set says = excluded.says, at = excluded.at;
  return found;
end $$;
