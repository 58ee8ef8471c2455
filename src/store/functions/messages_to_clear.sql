-- What stands in a client's chats and can still be taken back: messages of ours, and theirs where a bot may
-- delete what a person wrote (`channels`), each with an id for the row that takes it back. Telegram lets a bot delete for 48 hours.
create or replace function holdfast.messages_to_clear(p jsonb) returns jsonb
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_client uuid := (p->>'client')::uuid;
  v_since timestamptz;
begin
  perform enter_clinic(v_clinic);
  v_since := holdfast_now() - interval '48 hours';
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', gen_random_uuid(), 'link', m.link_id, 'receipt', m.receipt) order by m.at), '[]') from (
      select coalesce(o.link_id, x.last_link) as link_id, o.receipt, o.settled_at as at
      from outbox o join conversations x on x.clinic_id = o.clinic_id and x.client_id = o.client_id
      where o.clinic_id = v_clinic and o.client_id = v_client and o.state = 'sent' and o.receipt is not null
        and o.settled_at > v_since
      union all
      select i.link_id, i.platform_message, i.received_at from inbox i
      where i.clinic_id = v_clinic and i.client_id = v_client and i.platform_message is not null
        and i.channel in (select jsonb_array_elements_text(p->'channels'))
        and i.received_at > v_since) m
    where m.link_id is not null);
end $$;
