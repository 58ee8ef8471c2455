-- The last card that was to be pinned for each client who has a link that can pin, with the plan that says which numbers
-- it must state now. Not of whoever a new card is on its way to.
create or replace function holdfast.pinned_cards(p jsonb) returns jsonb
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_clinic uuid := (p->>'clinic')::uuid;
begin
  perform enter_clinic(v_clinic);
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'client', c.client_id, 'owner', c.owner, 'plan', as_text(c.plan),
      'now', holdfast_now(), 'consentedAt', (
        select max(s.at) from consents s where s.clinic_id = v_clinic and s.client_id = c.client_id),
      'card', t.entry_id, 'body', as_text(t.body))), '[]')
    from clients c
    cross join lateral (
      select k.entry_id, k.body from transcript k
      where k.clinic_id = v_clinic and k.client_id = c.client_id and k.step = 'pinned-card' and k.flow = 'cards'
      order by k.seq desc limit 1) t
    where c.clinic_id = v_clinic and c.status <> 'discharged'
      and not exists (
        select from timers m where m.clinic_id = v_clinic and m.client_id = c.client_id and m.name = 'card')
      and exists (
        select from links l where l.clinic_id = v_clinic and l.client_id = c.client_id and l.state = 'confirmed'
          and l.channel in (select jsonb_array_elements_text(p->'channels'))));
end $$;
