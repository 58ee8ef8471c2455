-- What the alarms of some days cost, by rule: the counts from which the budget is measured (care C24).
--   client-weeks: weeks that clients who are not discharged were with the clinic, since they first wrote at the earliest.
--   A flag counts for each rule among its reasons; an interruption is a notice of an escalation that was sent.
create or replace function holdfast.alarm_budget(p jsonb) returns jsonb
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_now timestamptz;
  v_from timestamptz;
begin
  perform enter_clinic(v_clinic);
  v_now := holdfast_now();
  v_from := v_now - (p->>'days')::integer * interval '1 day';
  return jsonb_build_object(
    'clientWeeks', (
      select coalesce(sum(extract(epoch from v_now - greatest(v_from, f.first)) / 604800), 0)
      from clients c join lateral (
        select min(received_at) as first from inbox i where i.clinic_id = v_clinic and i.client_id = c.client_id) f
        on f.first is not null
      where c.clinic_id = v_clinic and c.status <> 'discharged'),
    'rules', (
      select coalesce(jsonb_agg(to_jsonb(r) order by r.ambers desc, r.rule), '[]') from (
        select q->>'rule' as rule, count(distinct f.flag_id) filter (where f.level = 'amber') as ambers,
          count(distinct f.flag_id) as flags,
          count(distinct f.flag_id) filter (where f.level = 'amber' and f.outcome_kind is not null) as judged,
          count(distinct f.flag_id) filter (where f.level = 'amber' and f.outcome_kind <> 'no-concern') as useful
        from flags f cross join lateral jsonb_array_elements(f.reasons) q
        where f.clinic_id = v_clinic and f.raised_at >= v_from
          and q->>'rule' not in ('note', 'acknowledgement-lapsed', 'passed-to-duty')
        group by q->>'rule') r),
    'interruptions', (
      select coalesce(jsonb_agg(to_jsonb(s)), '[]') from (
        select l.clinician_id as clinician, coalesce(o.settled_at, o.created_at) as at,
          coalesce(o.person_notice, o.outbox_id) as notice
        from outbox o join links l on l.clinic_id = o.clinic_id and l.link_id = o.link_id
        where o.clinic_id = v_clinic and (o.escalation_id is not null or o.about like 'same-day-%')
          and o.state = 'sent' and o.created_at >= v_from) s));
end $$;
