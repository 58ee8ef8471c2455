-- A flag ends with its outcome, and the obligation with it: only once everybody acknowledged who must (P8). `mine`: only
-- by somebody who has it.
create or replace function holdfast.close_flag(p jsonb) returns text
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_flag uuid := (p->>'flag')::uuid;
  v_client uuid;
  v_now timestamptz;
  v flags;
  e escalations;
begin
  perform enter_clinic(v_clinic);
  select client_id into v_client from flags where clinic_id = v_clinic and flag_id = v_flag and state <> 'closed';
  if not found then return 'unknown'; end if;
  perform lock_conversation(v_clinic, v_client);
  v_now := holdfast_now();
  select * into v from flags where clinic_id = v_clinic and flag_id = v_flag and state <> 'closed' for update;
  if not found then return 'unknown'; end if;
  select * into e from escalations where clinic_id = v_clinic and flag_id = v_flag and closed_at is null for update;
  if v.level in ('red', 'black') and (v.state = 'open' or e.escalation_id is not null and still_lacks(e)) then
    return 'unacknowledged';
  end if;
  if coalesce((p->>'mine')::boolean, false) and not exists (
    select from acknowledgements a where a.clinic_id = v_clinic and a.escalation_id = e.escalation_id
      and a.taken_by = p->>'by' and a.ended_at is null) then
    return 'not-yours';
  end if;
  update flags set state = 'closed', closed_by = p->>'by', closed_at = v_now, outcome_kind = p->>'kind',
    outcome = decode(p->>'words', 'base64')
  where clinic_id = v_clinic and flag_id = v_flag;
  -- Whoever closes it has looked at what the client filled in until now (care C24).
  update measures set reviewed_by = p->>'by', reviewed_at = v_now
  where clinic_id = v_clinic and client_id = v_client and reviewed_at is null;
  update escalations set closed_by = p->>'by', closed_at = v_now
  where clinic_id = v_clinic and flag_id = v_flag and closed_at is null;
  -- A person has spoken with the client, or decided: nobody listens for silence after this red any more (care C9).
  delete from timers where clinic_id = v_clinic and client_id = v_client and v.level in ('red', 'black')
    and name in ('red-check', 'red-silence');
  update clients set version = version + 1 where clinic_id = v_clinic and client_id = v_client;
  return 'closed';
end $$;
