-- Raises the latch once; only lowering it, by a person with a reason, makes room for the next raising (P7).
create or replace function holdfast.raise_latch(p_clinic uuid, p_client uuid, p_why text, p_now timestamptz)
  returns void language plpgsql as $$
begin
  update clients set latched_at = p_now, version = version + 1
  where clinic_id = p_clinic and client_id = p_client and latched_at is null;
  if found then
    insert into latches (clinic_id, client_id, raised_at, why) values (p_clinic, p_client, p_now, p_why);
  end if;
end $$;
