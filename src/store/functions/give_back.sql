-- An acknowledgement ends without an outcome: it lapsed, or was passed to whoever is next. The obligation is open again
-- where the chain had stopped, and its next step is due now. `lapsed` happens only if nothing followed meanwhile.
create or replace function holdfast.give_back(p jsonb) returns text
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_escalation uuid := (p->>'escalation')::uuid;
  v_lapsed boolean := p->>'why' = 'lapsed';
  v_client uuid;
  v_now timestamptz;
  v_next acknowledgements;
begin
  perform enter_clinic(v_clinic);
  select client_id into v_client from escalations where clinic_id = v_clinic and escalation_id = v_escalation;
  if not found then return 'unknown'; end if;
  perform lock_conversation(v_clinic, v_client);
  v_now := holdfast_now();
  perform from flags where clinic_id = v_clinic and client_id = v_client and state <> 'closed' for update;
  perform from escalations where clinic_id = v_clinic and escalation_id = v_escalation and closed_at is null for update;
  if not found then return 'moved-on'; end if;
  update acknowledgements a set ended_at = v_now
  where a.clinic_id = v_clinic and a.escalation_id = v_escalation and a.taken_by = p->>'by' and a.ended_at is null
    and (not v_lapsed or a.since = (p->>'since')::timestamptz and not exists (
      select from clients c where c.clinic_id = v_clinic and c.client_id = v_client and c.handed_to is not null));
  if not found then return 'moved-on'; end if;

  select * into v_next from acknowledgements
  where clinic_id = v_clinic and escalation_id = v_escalation and ended_at is null order by at limit 1;
  update escalations set acknowledged_by = v_next.taken_by, acknowledged_at = v_next.at, next_at = v_now
  where clinic_id = v_clinic and escalation_id = v_escalation;
  update flags set state = case when v_next.taken_by is null then 'open' else 'taken' end, taken_by = v_next.taken_by,
    taken_at = v_next.at, reasons = reasons || jsonb_build_object(
      'rule', case when v_lapsed then 'acknowledgement-lapsed' else 'passed-to-duty' end, 'at', v_now)
  where clinic_id = v_clinic and client_id = v_client and state <> 'closed';
  update clients set version = version + 1 where clinic_id = v_clinic and client_id = v_client;
  perform append_audit(v_clinic, p->>'by',
    case when v_lapsed then 'let an acknowledgement lapse' else 'passed an escalation to duty' end, v_escalation::text);
  perform queue_notices(v_clinic, coalesce(p->'notices', '[]'), v_now);
  return 'given-back';
end $$;
