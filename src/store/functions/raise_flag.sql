-- A flag that needs no turn: a blocked channel, a row that waits too long.
create or replace function holdfast.raise_flag(p jsonb) returns void
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_client uuid := (p->>'client')::uuid;
begin
  perform enter_clinic(v_clinic);
  perform lock_conversation(v_clinic, v_client);
  perform add_flag(v_clinic, v_client, p->'flag', holdfast_now());
end $$;
