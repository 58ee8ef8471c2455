-- Whose message a row is, and the link that it went over.
create or replace function holdfast.sent_over(p jsonb) returns jsonb
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  perform enter_clinic((p->>'clinic')::uuid);
  return (
    select jsonb_build_object('client', o.client_id, 'link', o.sent_over) from outbox o
    where o.clinic_id = (p->>'clinic')::uuid and o.outbox_id = (p->>'row')::uuid and o.sent_over is not null);
end $$;
