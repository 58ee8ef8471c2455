-- A client's sealed plan and the time: for a turn that closes imagery until the client's next midnight.
create or replace function holdfast.plan_of(p jsonb) returns jsonb
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  perform enter_clinic((p->>'clinic')::uuid);
  return (select jsonb_build_object('plan', as_text(plan), 'now', holdfast_now()) from clients
          where clinic_id = (p->>'clinic')::uuid and client_id = (p->>'client')::uuid);
end $$;
