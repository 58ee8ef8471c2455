-- A person takes an obligation; the first one wins. The flag is theirs too, and the client gets a timer, so that
-- they are told once it is true (care C5).
create or replace function holdfast.acknowledge(p jsonb) returns jsonb
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_client uuid;
  v_now timestamptz;
  v escalations;
begin
  perform enter_clinic(v_clinic);
  select client_id into v_client from escalations where clinic_id = v_clinic and escalation_id = (p->>'escalation')::uuid;
  if not found then return jsonb_build_object('kind', 'unknown'); end if;
  perform lock_conversation(v_clinic, v_client);
  v_now := holdfast_now();
  perform from flags where clinic_id = v_clinic and client_id = v_client and state <> 'closed' for update;
  select * into v from escalations where clinic_id = v_clinic and escalation_id = (p->>'escalation')::uuid for update;
  if v.acknowledged_at is not null then
    return jsonb_build_object('kind', 'already', 'by', v.acknowledged_by, 'name', (
      select as_text(d.name) from clinicians d where d.clinic_id = v_clinic and d.clinician_id::text = v.acknowledged_by));
  end if;
  update escalations set acknowledged_by = p->>'by', acknowledged_at = v_now
  where clinic_id = v_clinic and escalation_id = v.escalation_id;
  update flags set state = 'taken', taken_by = p->>'by', taken_at = v_now
  where clinic_id = v_clinic and flag_id = v.flag_id and state = 'open';
  update clients set version = version + 1 where clinic_id = v_clinic and client_id = v_client;
  perform start_timer(v_clinic, v_client, 'read', v_now);
  perform append_audit(v_clinic, p->>'by', 'acknowledged an escalation', v.escalation_id::text);
  return jsonb_build_object('kind', 'acknowledged');
end $$;
