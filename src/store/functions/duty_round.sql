-- How a round or drill of a day stands: when it was told, and who answered what.
create or replace function holdfast.duty_round(p jsonb) returns jsonb
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
begin
  perform enter_clinic(v_clinic);
  return (
    select jsonb_build_object('now', holdfast_now(), 'toldAt', t.told_at,
      'on', (select count(*) from duty_answers a where a.clinic_id = v_clinic and a.what = t.what and a.day = t.day and a.says = 'on'))
    from told_daily t where t.clinic_id = v_clinic and t.what = p->>'what' and t.day = (p->>'day')::date);
end $$;
