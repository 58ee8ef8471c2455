-- What a clinic round says: counts, and of ambers what their deadlines follow from (care C22, C24).
create or replace function holdfast.round_counts(p jsonb) returns jsonb
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
begin
  perform enter_clinic(v_clinic);
  return jsonb_build_object(
    'now', holdfast_now(),
    'open', (select coalesce(jsonb_object_agg(level, n), '{}') from (
      select level, count(*) as n from flags where clinic_id = v_clinic and state <> 'closed' group by level) f),
    'nearestDeadline', (select min(deadline_at) from escalations e
      where e.clinic_id = v_clinic and e.closed_at is null and still_lacks(e)),
    'opened', (select count(*) from escalations where clinic_id = v_clinic
      and opened_at > holdfast_now() - (p->>'sinceMs')::float8 * interval '1 millisecond'),
    'unacknowledged', (select count(*) from escalations e
      where e.clinic_id = v_clinic and e.closed_at is null and still_lacks(e)),
    'ambers', (select coalesce(jsonb_agg(jsonb_build_object('flag', f.flag_id, 'pseudonym', c.pseudonym, 'level', f.level, 'state', f.state,
        'reasons', f.reasons, 'amberAt', f.amber_at) order by f.amber_at), '[]')
      from flags f join clients c on c.clinic_id = f.clinic_id and c.client_id = f.client_id
      where f.clinic_id = v_clinic and f.level = 'amber' and f.state <> 'closed'),
    'drill', (select jsonb_build_object('day', t.day, 'on', (select count(*) from duty_answers a
        where a.clinic_id = v_clinic and a.what = 'drill' and a.day = t.day and a.says = 'on'))
      from told_daily t where t.clinic_id = v_clinic and t.what = 'drill' order by t.day desc limit 1),
    'silent', (select count(*) from escalations where clinic_id = v_clinic and closed_at is null and silent_since is not null));
end $$;
