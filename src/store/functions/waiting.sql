-- Clients with something to take up, whoever waits longest first.
create or replace function holdfast.waiting(p jsonb) returns jsonb
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_now timestamptz;
begin
  perform enter_clinic(v_clinic);
  v_now := holdfast_now();
  return (
    select coalesce(jsonb_agg(w.client_id order by w.since), '[]') from (
      select u.client_id, min(u.since) as since from (
        select client_id, received_at as since from inbox where clinic_id = v_clinic and state = 'new'
        union all
        select client_id, due_at from timers where clinic_id = v_clinic and due_at <= v_now
      ) u group by u.client_id order by min(u.since) limit (p->>'limit')::integer
    ) w);
end $$;
