-- The key ring's three verbs, the only way to it. Making a key twice keeps the first.
create or replace function holdfast_keys.keep(p_clinic uuid, p_holder text, p_wrapped text) returns text
  language plpgsql security definer set search_path = holdfast_keys, pg_temp as $$
begin
  perform holdfast.enter_clinic(p_clinic);
  insert into keys (clinic_id, holder, wrapped, made_at)
  values (p_clinic, p_holder, decode(p_wrapped, 'base64'), holdfast.holdfast_now())
  on conflict (clinic_id, holder) do nothing;
  return (select holdfast.as_text(wrapped) from keys where clinic_id = p_clinic and holder = p_holder);
end $$;

create or replace function holdfast_keys.read(p_clinic uuid, p_holder text) returns text
  language plpgsql security definer set search_path = holdfast_keys, pg_temp as $$
begin
  perform holdfast.enter_clinic(p_clinic);
  return (select holdfast.as_text(wrapped) from keys where clinic_id = p_clinic and holder = p_holder);
end $$;

create or replace function holdfast_keys.forget(p_clinic uuid, p_holder text) returns void
  language plpgsql security definer set search_path = holdfast_keys, pg_temp as $$
begin
  perform holdfast.enter_clinic(p_clinic);
  delete from keys where clinic_id = p_clinic and holder = p_holder;
end $$;
