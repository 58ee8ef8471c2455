-- The card with the numbers is due for a client: a link was confirmed on a channel that can pin, or the plan now states
-- other numbers. Where no such link stands nothing is started. `seen`: only if that is still the last card of theirs.
create or replace function holdfast.pin_card(p jsonb) returns void
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
  v_client uuid := (p->>'client')::uuid;
begin
  perform enter_clinic(v_clinic);
  perform lock_conversation(v_clinic, v_client);
  if p->>'seen' is not null and (p->>'seen')::uuid is distinct from (
    select entry_id from transcript where clinic_id = v_clinic and client_id = v_client and step = 'pinned-card'
      and flow = 'cards' order by seq desc limit 1) then
    return;
  end if;
  if exists (
    select from links where clinic_id = v_clinic and client_id = v_client and state = 'confirmed'
      and channel in (select jsonb_array_elements_text(p->'channels'))) then
    perform start_timer(v_clinic, v_client, 'card', holdfast_now());
  end if;
end $$;
