-- The last days' practices and distress ratings, for the review after a practice; rare, so it is no part of every
-- turn. Values are sealed; who reads them knows the moments.
create or replace function holdfast.rating_history(p_clinic uuid, p_client uuid, p_now timestamptz) returns jsonb
  language sql stable as $$
  select jsonb_build_object(
    'practices', (
      select coalesce(jsonb_agg(jsonb_build_object('id', r.practice_id, 'flow', r.flow) order by r.ended_at desc), '[]')
      from holdfast.practices r
      where r.clinic_id = p_clinic and r.client_id = p_client and r.ended_at > p_now - interval '60 days'),
    'ratings', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'row', g.at_version || '.' || g.n, 'value', holdfast.as_text(g.value), 'moment', g.moment,
        'practice', g.practice_id, 'at', g.at) order by g.at, g.at_version, g.n), '[]')
      from holdfast.ratings g
      where g.clinic_id = p_clinic and g.client_id = p_client and g.scale = 'distress' and g.at > p_now - interval '60 days'))
$$;
