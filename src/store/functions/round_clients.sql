-- Who is in treatment, for a clinic round: whose they are, whether a reminder was sent since the last one, and whether
-- its time went by without a word. The plan is sealed; sessions stand in it.
create or replace function holdfast.round_clients(p jsonb) returns jsonb
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_now timestamptz;
begin
  perform enter_clinic(v_clinic);
  v_now := holdfast_now();
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'client', c.client_id, 'pseudonym', c.pseudonym, 'owner', c.owner, 'plan', as_text(c.plan),
      'expected', r.sent > 0, 'silent', r.sent > 0 and r.over = r.sent) order by c.pseudonym), '[]')
    from clients c
    cross join lateral (
      select count(*) as sent, count(*) filter (where q.answered_at is null and q.until_at <= v_now) as over
      from prompts q
      where q.clinic_id = v_clinic and q.client_id = c.client_id and q.message_id is not null and q.intended_at <= v_now
        and q.intended_at > v_now - (p->>'sinceMs')::float8 * interval '1 millisecond') r
    where c.clinic_id = v_clinic and c.status <> 'discharged');
end $$;
