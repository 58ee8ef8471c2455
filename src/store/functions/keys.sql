-- The key ring's verbs, the only way to it. Making a key twice keeps the first.
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

-- A rotation of the master key reads every wrapped key of a clinic and puts each back in another wrapping, unless
-- somebody forgot or changed it meanwhile.
create or replace function holdfast_keys.all_of(p_clinic uuid) returns jsonb
  language plpgsql security definer set search_path = holdfast_keys, pg_temp as $$
begin
  perform holdfast.enter_clinic(p_clinic);
  return coalesce((
    select jsonb_agg(jsonb_build_object('holder', holder, 'wrapped', holdfast.as_text(wrapped)) order by holder)
    from keys where clinic_id = p_clinic), '[]');
end $$;

create or replace function holdfast_keys.replace(p_clinic uuid, p_holder text, p_before text, p_wrapped text) returns boolean
  language plpgsql security definer set search_path = holdfast_keys, pg_temp as $$
begin
  perform holdfast.enter_clinic(p_clinic);
  update keys set wrapped = decode(p_wrapped, 'base64')
  where clinic_id = p_clinic and holder = p_holder and wrapped = decode(p_before, 'base64');
  return found;
end $$;

-- The erasure ledger, beside the keys: an entry is never taken out.
create or replace function holdfast_keys.condemn(p_clinic uuid, p_client uuid, p_at timestamptz) returns timestamptz
  language plpgsql security definer set search_path = holdfast_keys, pg_temp as $$
begin
  perform holdfast.enter_clinic(p_clinic);
  insert into erasures (clinic_id, client_id, at) values (p_clinic, p_client, p_at)
  on conflict (clinic_id, client_id) do nothing;
  return (select at from erasures where clinic_id = p_clinic and client_id = p_client);
end $$;

create or replace function holdfast_keys.condemned(p_clinic uuid) returns uuid[]
  language plpgsql security definer set search_path = holdfast_keys, pg_temp as $$
begin
  perform holdfast.enter_clinic(p_clinic);
  return coalesce((select array_agg(client_id) from erasures where clinic_id = p_clinic), '{}');
end $$;

create or replace function holdfast_keys.ledger(p_clinic uuid) returns jsonb
  language plpgsql security definer set search_path = holdfast_keys, pg_temp as $$
begin
  perform holdfast.enter_clinic(p_clinic);
  return coalesce((
    select jsonb_agg(jsonb_build_object('client', client_id, 'at', at) order by at)
    from erasures where clinic_id = p_clinic), '[]');
end $$;
