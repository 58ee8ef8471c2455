-- Notices that belong to no obligation.
create or replace function holdfast.tell_people(p jsonb) returns void
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  perform enter_clinic((p->>'clinic')::uuid);
  perform queue_notices((p->>'clinic')::uuid, p->'notices', holdfast_now());
end $$;
