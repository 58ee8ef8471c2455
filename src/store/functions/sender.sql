-- Who writes from an address, and what the screen and the first answer need. Whoever may be a client is one
-- first: words must be screened even if a clinician tries the bot from the same phone. An ended link is still
-- known (care C27). One statement, so that all of it is of one moment.
create or replace function holdfast.sender(p jsonb) returns jsonb
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_now timestamptz;
  v jsonb;
begin
  perform enter_clinic(v_clinic);
  v_now := holdfast_now();
  select jsonb_build_object(
    'link', l.link_id, 'client', l.client_id, 'clinician', l.clinician_id, 'state', l.state,
    'now', v_now, 'settings', k.settings, 'plan', as_text(c.plan), 'owner', c.owner, 'discharged', c.status = 'discharged',
    'hasOpenEscalation', exists (
      select from escalations e where e.clinic_id = v_clinic and e.client_id = l.client_id and e.closed_at is null),
    'texts', (
      select coalesce(jsonb_agg(jsonb_build_object('id', w.inbox_id, 'body', as_text(w.body)) order by w.seq desc), '[]')
      from (select i.inbox_id, i.seq, i.body from inbox i
            where i.clinic_id = v_clinic and i.client_id = l.client_id and i.received_at > v_now - interval '2 minutes'
            order by i.seq desc limit 3) w),
    'recentSignal', exists (
      select from inbox s where s.clinic_id = v_clinic and s.client_id = l.client_id
        and s.received_at > v_now - interval '7 days' and s.screen->>'level' in ('ask', 'red', 'black')),
    'askedBefore', exists (
      select from inbox s where s.clinic_id = v_clinic and s.client_id = l.client_id
        and s.received_at > v_now - interval '7 days' and s.screen->>'level' <> 'none'
        and s.screen->'categories' ? 'F'),
    'hasSafetyPlan', exists (
      select from keepsakes q where q.clinic_id = v_clinic and q.client_id = l.client_id and q.retired_at is null
        and q.kind like 'plan-%'),
    'unreadBefore', coalesce((
      select s.screen->'rules' ? 'language.unread' from inbox s
      where s.clinic_id = v_clinic and s.client_id = l.client_id order by s.seq desc limit 1), false),
    'distress', (
      select jsonb_build_object('row', r.at_version || '.' || r.n, 'value', as_text(r.value)) from ratings r
      where r.clinic_id = v_clinic and r.client_id = l.client_id and r.scale = 'distress'
      order by r.at_version desc, r.n desc limit 1))
  into v
  from links l
  join clinics k on k.clinic_id = l.clinic_id
  left join clients c on c.clinic_id = l.clinic_id and c.client_id = l.client_id
  where l.clinic_id = v_clinic and l.channel = p->>'channel' and l.address_index = decode(p->>'index', 'base64')
  order by case when l.client_id is not null and l.state = 'confirmed' then 0
                when l.client_id is not null and l.state = 'pending' then 1
                when l.clinician_id is not null and l.state = 'confirmed' then 2
                when l.client_id is not null then 3
                else 4 end, l.opened_at desc
  limit 1;
  return v;
end $$;
