-- The sealed plans of everybody who is not discharged: whose crisis numbers must be kept in order.
create or replace function holdfast.client_plans(p jsonb) returns jsonb
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  perform enter_clinic((p->>'clinic')::uuid);
  return (
    select coalesce(jsonb_agg(jsonb_build_object('client', client_id, 'plan', as_text(plan))), '[]')
    from clients where clinic_id = (p->>'clinic')::uuid and status <> 'discharged');
end $$;
