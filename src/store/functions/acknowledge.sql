-- A person takes an obligation. Where one is enough the first wins; where the clinic wants several, each counts once.
-- With the first the flag is theirs too, and the client gets a timer, so that they are told once it is true (care C5).
create or replace function holdfast.acknowledge(p jsonb) returns jsonb
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_by text := p->>'by';
  v_client uuid;
  v_now timestamptz;
  v_have text[];
  v escalations;
begin
  perform enter_clinic(v_clinic);
  select client_id into v_client from escalations where clinic_id = v_clinic and escalation_id = (p->>'escalation')::uuid;
  if not found then return jsonb_build_object('kind', 'unknown'); end if;
  perform lock_conversation(v_clinic, v_client);
  v_now := holdfast_now();
  perform from flags where clinic_id = v_clinic and client_id = v_client and state <> 'closed' for update;
  select * into v from escalations where clinic_id = v_clinic and escalation_id = (p->>'escalation')::uuid for update;
  select coalesce(array_agg(a.taken_by order by a.at), '{}') into v_have from acknowledgements a
  where a.clinic_id = v_clinic and a.escalation_id = v.escalation_id and a.ended_at is null;
  if v.closed_at is not null or v_by = any (v_have) or cardinality(v_have) >= v.needed then
    v_by := case when v_by = any (v_have) then v_by else v.acknowledged_by end;
    return jsonb_build_object('kind', 'already', 'by', v_by, 'closed', v.closed_at is not null, 'name', (
      select as_text(d.name) from clinicians d where d.clinic_id = v_clinic and d.clinician_id::text = v_by));
  end if;
  insert into acknowledgements (clinic_id, escalation_id, taken_by, at, since) values (v_clinic, v.escalation_id, v_by, v_now, v_now);
  if cardinality(v_have) = 0 then
    update escalations set acknowledged_by = v_by, acknowledged_at = v_now
    where clinic_id = v_clinic and escalation_id = v.escalation_id;
    update flags set state = 'taken', taken_by = v_by, taken_at = v_now
    where clinic_id = v_clinic and flag_id = v.flag_id and state = 'open';
    update clients set version = version + 1 where clinic_id = v_clinic and client_id = v_client;
    perform start_timer(v_clinic, v_client, 'read', v_now);
  end if;
  perform append_audit(v_clinic, v_by, 'acknowledged an escalation', v.escalation_id::text);
  return jsonb_build_object('kind', 'acknowledged', 'missing', v.needed - cardinality(v_have) - 1);
end $$;
