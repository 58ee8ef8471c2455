-- What a clinic round says: counts only (care C22).
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
    'silent', (select count(*) from escalations where clinic_id = v_clinic and closed_at is null and silent_since is not null));
end $$;
