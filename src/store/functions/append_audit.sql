-- One line at the end of the clinic's chain. The clinic's row in audit_ends is the lock: lines are numbered
-- without gaps, in the order of commits.
create or replace function holdfast.append_audit(p_clinic uuid, p_actor text, p_verb text, p_about text)
  returns void language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_now timestamptz := holdfast_now();
  v_end audit_ends;
begin
  perform enter_clinic(p_clinic);
  insert into audit_ends (clinic_id, n, hash) values (p_clinic, 0, '') on conflict (clinic_id) do nothing;
  select * into v_end from audit_ends where clinic_id = p_clinic for update;
  v_end.n := v_end.n + 1;
  v_end.hash := audit_hash(v_end.hash, v_end.n, v_now, p_actor, p_verb, p_about);
  insert into audit (clinic_id, n, at, actor, verb, about, hash)
  values (p_clinic, v_end.n, v_now, p_actor, p_verb, p_about, v_end.hash);
  update audit_ends set n = v_end.n, hash = v_end.hash where clinic_id = p_clinic;
end $$;

-- What a line's hash covers: the line before, and every word of this one.
create or replace function holdfast.audit_hash(
  p_before bytea, p_n bigint, p_at timestamptz, p_actor text, p_verb text, p_about text
) returns bytea language sql immutable as $$
  select sha256(p_before || convert_to(jsonb_build_array(p_n, extract(epoch from p_at), p_actor, p_verb, p_about)::text, 'UTF8'))
$$;
