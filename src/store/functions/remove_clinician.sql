-- A clinician leaves: their clients and what is open go to somebody else, their links, sessions, account and codes end
-- in the same commit. Refused while something is in their own hands, and for the last lead.
create or replace function holdfast.remove_clinician(p jsonb) returns text
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_gone uuid := (p->>'clinician')::uuid;
  v_to uuid := (p->>'to')::uuid;
  v_role text;
  v_now timestamptz;
begin
  perform enter_clinic(v_clinic);
  v_now := holdfast_now();
  select role into v_role from clinicians
  where clinic_id = v_clinic and clinician_id = v_gone and removed_at is null for update;
  if not found then return 'unknown'; end if;
  perform from clinicians where clinic_id = v_clinic and clinician_id = v_to and removed_at is null;
  if not found or v_to = v_gone then return 'nobody-to-take-over'; end if;
  if v_role = 'lead' and not exists (
    select from clinicians where clinic_id = v_clinic and role = 'lead' and removed_at is null and clinician_id <> v_gone)
  then return 'last-lead'; end if;
  if exists (select from clients where clinic_id = v_clinic and handed_to = v_gone) then return 'has-conversation'; end if;
  -- Locked, so that none is acknowledged meanwhile.
  perform from escalations where clinic_id = v_clinic and closed_at is null for update;
  if exists (
    select from acknowledgements a join escalations e on e.clinic_id = a.clinic_id and e.escalation_id = a.escalation_id
    where a.clinic_id = v_clinic and a.taken_by = v_gone::text and a.ended_at is null and e.closed_at is null)
  then return 'has-escalation'; end if;

  -- What a frozen chain has told already stays as it was; whoever takes over is told next, and in the place of later rungs.
  update escalations e set next_at = least(e.next_at, v_now), chain = (
    select jsonb_agg(r.rung order by r.place, r.extra) from (
      select n as place, 1 as extra, case when n > e.rung and x->>'clinician' = v_gone::text
        then x || jsonb_build_object('clinician', v_to) else x end as rung
      from jsonb_array_elements(e.chain) with ordinality as c (x, n)
      union all
      select e.rung + 1, 0, jsonb_build_object('clinician', v_to, 'minutes', (
        select (x->>'minutes')::integer from jsonb_array_elements(e.chain) with ordinality as c (x, n)
        where x->>'clinician' = v_gone::text order by n limit 1))
      where exists (select from jsonb_array_elements(e.chain) with ordinality as c (x, n)
                    where n <= e.rung and x->>'clinician' = v_gone::text)) r)
  where e.clinic_id = v_clinic and e.closed_at is null and still_lacks(e)
    and e.chain @> jsonb_build_array(jsonb_build_object('clinician', v_gone));

  update clients set owner = v_to, version = version + 1 where clinic_id = v_clinic and owner = v_gone;
  update links set state = 'ended', ended_at = v_now
  where clinic_id = v_clinic and clinician_id = v_gone and state <> 'ended';
  update console_sessions set ended_at = v_now
  where clinic_id = v_clinic and clinician_id = v_gone and ended_at is null;
  update openings set until_at = v_now where clinic_id = v_clinic and clinician_id = v_gone and until_at > v_now;
  update invitations set used_at = v_now where clinic_id = v_clinic and clinician_id = v_gone and used_at is null;
  update pairing_codes set used_at = v_now where clinic_id = v_clinic and clinician_id = v_gone and used_at is null;
  delete from recovery_codes where clinic_id = v_clinic and clinician_id = v_gone;
  delete from accounts where clinic_id = v_clinic and clinician_id = v_gone;
  update clinicians set removed_at = v_now where clinic_id = v_clinic and clinician_id = v_gone;
  return 'removed';
end $$;
