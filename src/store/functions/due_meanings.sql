-- Messages whose meaning was due and that whoever received them did not settle: their node died, or its model was busy.
-- Each is handed out to one node at a time. What nobody could read is marked as unread, so that it is told once and not
-- tried for ever; the time in which no node lived does not count.
create or replace function holdfast.due_meanings(p jsonb) returns jsonb
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_now timestamptz;
  v jsonb;
begin
  perform enter_clinic(v_clinic);
  v_now := holdfast_now();
  update inbox set meaning = 'unread' where clinic_id = v_clinic and inbox_id in (
    select i.inbox_id from inbox i join clinics k on k.clinic_id = i.clinic_id
    where i.clinic_id = v_clinic and i.meaning = 'due'
      and greatest(i.received_at, k.up_since) <= v_now - (p->>'giveUpMs')::float8 * interval '1 millisecond'
    for update of i skip locked);
  if not (p->>'reads')::boolean then return '[]'; end if;

  with due as (
    select i.inbox_id from inbox i
    where i.clinic_id = v_clinic and i.meaning = 'due'
      and i.received_at <= v_now - (p->>'afterMs')::float8 * interval '1 millisecond'
      and (i.meaning_taken_at is null or i.meaning_taken_at <= v_now - (p->>'leaseMs')::float8 * interval '1 millisecond')
    order by i.received_at limit (p->>'limit')::integer
    for update skip locked -- another node has these in hand
  ), taken as (
    update inbox i set meaning_taken_at = v_now from due d
    where i.clinic_id = v_clinic and i.inbox_id = d.inbox_id
    returning i.*
  )
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', t.inbox_id, 'client', t.client_id, 'body', as_text(t.body), 'screen', t.screen, 'wary', t.meaning_wary,
    'late', t.late, 'receivedAt', t.received_at, 'writtenAt', t.platform_at, 'now', v_now,
    'plan', as_text(c.plan), 'settings', k.settings,
    'texts', (
      select coalesce(jsonb_agg(jsonb_build_object('id', w.inbox_id, 'body', as_text(w.body)) order by w.seq desc), '[]')
      from (select s.inbox_id, s.seq, s.body from inbox s
            where s.clinic_id = v_clinic and s.client_id = t.client_id and s.seq < t.seq
              and s.received_at > t.received_at - interval '2 minutes'
            order by s.seq desc limit 3) w),
    'askedBefore', exists (
      select from inbox s where s.clinic_id = v_clinic and s.client_id = t.client_id and s.seq < t.seq
        and s.received_at > t.received_at - interval '7 days' and s.screen->>'level' <> 'none'
        and s.screen->'categories' ? 'F')) order by t.received_at), '[]')
  into v
  from taken t
  join clinics k on k.clinic_id = t.clinic_id
  join clients c on c.clinic_id = t.clinic_id and c.client_id = t.client_id;
  return v;
end $$;
