-- Every clinic of this installation, for a node that starts: the one read that belongs to no clinic.
create or replace function holdfast.list_clinics() returns jsonb
  language sql stable security definer set search_path = holdfast, pg_temp as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', clinic_id, 'settings', settings) order by up_since, clinic_id), '[]')
  from clinics
$$;
