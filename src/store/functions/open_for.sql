-- Break-glass: a client who is not one's own, for so long and with a reason. Two calls, because the reason is sealed
-- under the client's key: without one it only answers who it is. Null: no such client, or an admin asks.
create or replace function holdfast.open_for(p jsonb) returns uuid
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_by text := this_clinician();
  v_client uuid;
begin
  perform enter_clinic(v_clinic);
  if not exists (select from clinicians where clinic_id = v_clinic and clinician_id::text = v_by and role <> 'admin') then
    return null;
  end if;
  select client_id into v_client from clients
  where clinic_id = v_clinic and pseudonym = upper(p->>'pseudonym') and status <> 'discharged';
  if v_client is null or p->>'reason' is null then return v_client; end if;
  insert into openings (clinic_id, opening_id, client_id, clinician_id, reason, opened_at, until_at)
  values (v_clinic, (p->>'id')::uuid, v_client, v_by::uuid, decode(p->>'reason', 'base64'), holdfast_now(),
          holdfast_now() + (p->>'minutes')::integer * interval '1 minute');
  return v_client;
end $$;
