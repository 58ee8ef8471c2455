-- Everything that one turn reads, with its oldest cause; null when nothing waits. One statement, so that version,
-- barrier and the rest are of one moment. A timer goes before a message only if it fell due before the message
-- came; a message always beats a timer that fell due after it.
create or replace function holdfast.load_turn(p jsonb) returns jsonb
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_client uuid := (p->>'client')::uuid;
  v_now timestamptz;
  v jsonb;
begin
  perform enter_clinic(v_clinic);
  v_now := holdfast_now();
  select jsonb_build_object(
    'version', c.version, 'barrier', x.barrier, 'now', v_now,
    'snapshot', as_text(x.snapshot), 'restart', x.restart, 'lastTurnAt', x.last_turn_at,
    'upSince', k.up_since, 'settings', k.settings, 'plan', as_text(c.plan),
    'owner', c.owner, 'discharged', c.status = 'discharged', 'latched', c.latched_at is not null, 'pausedUntil', c.paused_until,
    'hasOpenEscalation', e.escalation_id is not null,
    'acknowledged', case when e.acknowledged_at is not null then jsonb_build_object(
      'at', e.acknowledged_at, 'by', e.acknowledged_by, 'name', (
        select as_text(d.name) from clinicians d
        where d.clinic_id = v_clinic and d.clinician_id::text = e.acknowledged_by)) end,
    'keepsakes', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'kind', q.kind, 'row', q.at_version || '.' || q.n, 'words', as_text(q.words),
        'suspended', q.suspended_at is not null, 'approved', q.approved_at is not null)), '[]')
      from keepsakes q where q.clinic_id = v_clinic and q.client_id = v_client and q.retired_at is null),
    'recordings', (
      select coalesce(jsonb_agg(r.name), '[]') from recordings r
      where r.clinic_id = v_clinic and r.client_id = v_client and r.name in ('settle', 'place', 'sentence')),
    'handedTo', case when c.handed_to is not null then jsonb_build_object('by', c.handed_to, 'name', (
      select as_text(d.name) from clinicians d where d.clinic_id = v_clinic and d.clinician_id = c.handed_to)) end,
    'asked', (
      select jsonb_build_object('id', s.inbox_id, 'body', as_text(s.body)) from inbox s
      where s.clinic_id = v_clinic and s.client_id = v_client and s.received_at > v_now - interval '1 day'
        and s.screen->>'level' <> 'none' and s.screen->'categories' ? 'F'
      order by s.received_at desc, s.seq desc limit 1),
    'consentedAt', (select max(n.at) from consents n where n.clinic_id = v_clinic and n.client_id = v_client),
    'held', (
      select coalesce(jsonb_agg(h.flow), '[]') from held_flows h
      where h.clinic_id = v_clinic and h.client_id = v_client and h.released_at is null),
    'history', case when t.name = 'review' and (i.inbox_id is null or i.received_at > t.due_at)
      then rating_history(v_clinic, v_client, v_now) end,
    'practised', (
      select coalesce(jsonb_agg(distinct r.flow), '[]') from practices r
      where r.clinic_id = v_clinic and r.client_id = v_client and r.outcome = 'done'),
    'measures', (
      select coalesce(jsonb_agg(jsonb_build_object('id', q.measure_id, 'instrument', q.instrument,
        'answers', as_text(q.answers), 'reviewedAt', q.reviewed_at)), '[]')
      from (select * from measures m where m.clinic_id = v_clinic and m.client_id = v_client
              and m.reviewed_at is not null and m.instrument <> 'memory-in-session' order by m.reviewed_at desc limit 20) q),
    'withdrawn', (
      select coalesce(jsonb_agg(w.script_hash), '[]') from signatures w
      where w.clinic_id = v_clinic and w.withdrawn_at is not null),
    'scripts', (
      select coalesce(jsonb_agg(jsonb_build_object('flow', s.flow, 'lang', s.lang, 'hash', s.script_hash)), '[]')
      from (select distinct on (g.flow, g.lang) g.flow, g.lang, g.script_hash from signatures g
            where g.clinic_id = v_clinic and g.withdrawn_at is null
            order by g.flow, g.lang, g.seq desc) s),
    -- Lines in other words: what stands, and what ended while a practice may still be under way on it.
    'adaptations', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', a.adaptation_id, 'isOwn', a.client_id is not null, 'flow', a.flow, 'lang', a.lang, 'base', a.base_hash,
        'hash', a.script_hash, 'lines', as_text(a.lines), 'stands', a.ended_at is null)), '[]')
      from adaptations a
      where a.clinic_id = v_clinic and (a.client_id = v_client or a.client_id is null) and a.signed_at is not null
        and (a.ended_at is null or a.ended_at > v_now - interval '2 days')),
    'message', case when i.inbox_id is not null and (t.name is null or i.received_at <= t.due_at) then jsonb_build_object(
      'id', i.inbox_id, 'link', i.link_id, 'body', as_text(i.body), 'word', i.word, 'late', i.late,
      'screen', i.screen, 'answered', i.answered, 'receivedAt', i.received_at,
      'writtenAt', i.platform_at) end,
    'raised', case when t.name = 'meaning' then (
      select jsonb_agg(r.screen order by r.seq) from inbox r
      where r.clinic_id = v_clinic and r.client_id = v_client and r.meaning = 'raised') end,
    'timer', case when t.name is not null then jsonb_build_object('timer', t.name, 'dueAt', t.due_at) end)
  into v
  from clients c
  join conversations x on x.clinic_id = c.clinic_id and x.client_id = c.client_id
  join clinics k on k.clinic_id = c.clinic_id
  left join escalations e on e.clinic_id = c.clinic_id and e.client_id = c.client_id and e.closed_at is null
  left join lateral (
    select * from inbox n where n.clinic_id = v_clinic and n.client_id = v_client and n.state = 'new'
    order by n.seq limit 1) i on true
  left join lateral (
    select * from timers m where m.clinic_id = v_clinic and m.client_id = v_client and m.due_at <= v_now
    order by m.due_at, m.name limit 1) t on true
  where c.clinic_id = v_clinic and c.client_id = v_client and (i.inbox_id is not null or t.name is not null);
  return v;
end $$;
