-- Whether the clinic's chain is whole: numbered from 1 without a gap, every hash as computed, its end where the
-- clinic remembers it. Returns the number of the first line that is wrong; null if none is.
create or replace function holdfast.verify_audit(p_clinic uuid) returns bigint
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  v_before bytea := '';
  v_expected bigint := 0;
  v_end audit_ends;
  v audit;
begin
  perform enter_clinic(p_clinic);
  for v in select * from audit where clinic_id = p_clinic order by n loop
    v_expected := v_expected + 1;
    if v.n <> v_expected or v.hash <> audit_hash(v_before, v.n, v.at, v.actor, v.verb, v.about) then
      return v_expected;
    end if;
    v_before := v.hash;
  end loop;
  select * into v_end from audit_ends where clinic_id = p_clinic;
  if coalesce(v_end.n, 0) <> v_expected or coalesce(v_end.hash, '') <> v_before then return v_expected + 1; end if;
  return null;
end $$;
