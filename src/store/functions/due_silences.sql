-- Clients who stayed silent after red, for whoever has them: nobody was told of the silence yet (care C9).
create or replace function holdfast.due_silences(p jsonb) returns jsonb
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
begin
  perform enter_clinic(v_clinic);
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', e.escalation_id, 'pseudonym', c.pseudonym, 'level', e.level, 'since', e.silent_since,
      'by', e.acknowledged_by, 'chain', e.chain) order by e.silent_since), '[]')
    from escalations e join clients c on c.clinic_id = e.clinic_id and c.client_id = e.client_id
    where e.clinic_id = v_clinic and e.silent_since is not null and e.silence_told_at is null and e.closed_at is null);
end $$;
