-- For `doctor`: counts and times, and the pseudonyms of whoever can be reached and has not written since all stood still.
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
    'stoodStill', (select jsonb_build_object('from', c.down_since, 'to', c.up_since) from clinics c
      where c.clinic_id = p_clinic and c.down_since is not null),
    'notHeardSince', (select coalesce(jsonb_agg(x.pseudonym order by x.pseudonym), '[]')
      from clients x join clinics c on c.clinic_id = x.clinic_id
      where x.clinic_id = p_clinic and x.status = 'active' and c.down_since is not null
        and exists (select from links l where l.clinic_id = p_clinic and l.client_id = x.client_id and l.state = 'confirmed')
        and not exists (select from inbox i where i.clinic_id = p_clinic and i.client_id = x.client_id
          and i.received_at >= c.up_since)),
    'auditIntact', verify_audit(p_clinic) is null);
end $$;
