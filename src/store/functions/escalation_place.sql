-- Whose obligation this is: client and flag, for sealing what comes of it; null if there is none.
create or replace function holdfast.escalation_place(p jsonb) returns jsonb
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  perform enter_clinic((p->>'clinic')::uuid);
  return (select jsonb_build_object('client', client_id, 'flag', flag_id) from escalations
          where clinic_id = (p->>'clinic')::uuid and escalation_id = (p->>'escalation')::uuid);
end $$;
