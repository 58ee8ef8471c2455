-- Puts messages into the outbox and the transcript, in order, under the barrier given.
--   practice lane: one row, for the client's last link at the time it is handed out.
--   crisis lane: one row for each confirmed link (design 2), same message; the first keeps the message's own id.
-- What answers a link that nobody has confirmed yet, or one that has ended (care C27), goes to that link only: it is
-- not known to be the client's.
-- A card to be pinned goes only to the links whose channel can pin, where there is one.
-- Fewer rows than messages is an error, never a silence.
create or replace function holdfast.queue_rows(
  p_clinic uuid, p_client uuid, p_rows jsonb, p_barrier bigint, p_now timestamptz,
  p_link uuid, p_turn bigint, p_event text, p_practice uuid
) returns void language plpgsql as $$
declare
  v_apart boolean := exists (
    select from links where clinic_id = p_clinic and link_id = p_link and state <> 'confirmed');
  v_links uuid[];
  v_count integer;
begin
  if jsonb_array_length(p_rows) = 0 then return; end if;

  select array_agg(link_id order by confirmed_at, link_id) into v_links from links
  where clinic_id = p_clinic and client_id = p_client and state = 'confirmed';
  if v_apart or v_links is null then
    v_links := array[p_link]; -- p_link may be null: then whatever link is the last one at hand-out
  end if;

  insert into outbox (clinic_id, outbox_id, client_id, message_id, link_id, lane, barrier, created_at, not_before,
                      expires_at, repeat, quietly, body)
  select p_clinic, case when t.k = 1 then (e.r->>'id')::uuid else gen_random_uuid() end, p_client, (e.r->>'id')::uuid,
         t.link_id, e.r->>'lane', p_barrier, p_now,
         p_now + (e.r->>'afterMs')::float8 * interval '1 millisecond',
         p_now + (e.r->>'expiresAfterMs')::float8 * interval '1 millisecond',
         (e.r->>'repeat')::boolean, coalesce((e.r->>'quietly')::boolean, false), decode(e.r->>'body', 'base64')
  from jsonb_array_elements(p_rows) with ordinality e(r, n)
  cross join lateral unnest(
    case when v_apart then array[p_link]
      when e.r->'only' is not null then coalesce((
        select array_agg(l.link_id order by l.confirmed_at, l.link_id) from links l
        where l.clinic_id = p_clinic and l.client_id = p_client and l.state = 'confirmed'
          and l.channel in (select jsonb_array_elements_text(e.r->'only'))), v_links)
      when e.r->>'lane' = 'crisis' then v_links when v_apart then array[p_link] else array[null::uuid] end
  ) with ordinality t(link_id, k)
  order by e.n, t.k;
  get diagnostics v_count = row_count;
  if v_count < jsonb_array_length(p_rows) then
    raise exception 'only % of % messages were queued', v_count, jsonb_array_length(p_rows) using errcode = 'HF002';
  end if;

  insert into transcript (clinic_id, entry_id, client_id, who, body, script_hash, flow, step, line, event, turn,
                          practice_id, at)
  select p_clinic, (e.r->>'id')::uuid, p_client, 'bot', decode(e.r->>'said', 'base64'), e.r->>'script', e.r->>'flow',
         e.r->>'step', e.r->>'line', p_event, p_turn, p_practice, p_now
  from jsonb_array_elements(p_rows) with ordinality e(r, n)
  order by e.n;
end $$;
