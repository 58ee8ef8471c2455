-- For `doctor`: counts only.
create or replace function holdfast.store_health(p_clinic uuid) returns jsonb
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  perform enter_clinic(p_clinic);
  return jsonb_build_object(
    'version', current_setting('server_version'),
    'migrations', (select count(*) from migrations),
    'waitingCauses', (select count(*) from inbox where clinic_id = p_clinic and state = 'new')
      + (select count(*) from timers where clinic_id = p_clinic and due_at <= holdfast_now()),
    'waitingRows', (select count(*) from outbox where clinic_id = p_clinic and state in ('waiting', 'sending')),
    'notCleared', (select count(*) from clearings where clinic_id = p_clinic and state = 'kept'
      and tried_at > holdfast_now() - interval '30 days'),
    'openEscalations', (select count(*) from escalations where clinic_id = p_clinic and closed_at is null),
    'auditIntact', verify_audit(p_clinic) is null);
end $$;
