-- A chat took nothing: it is blocked or gone. The therapist hears of it as of the platform's own word that it is blocked;
-- once, until the client writes again. The caller has the client's lock.
create or replace function holdfast.flag_blocked(p_clinic uuid, p_client uuid, p_now timestamptz) returns void
  language plpgsql as $$
declare
  v_wrote_at timestamptz;
begin
  if (select status from clients where clinic_id = p_clinic and client_id = p_client) = 'discharged' then return; end if;
  select max(at) into v_wrote_at from transcript where clinic_id = p_clinic and client_id = p_client and who = 'client';
  if exists (
    select from flags f, jsonb_array_elements(f.reasons) r
    where f.clinic_id = p_clinic and f.client_id = p_client and r->>'rule' = 'blocked'
      and (v_wrote_at is null or (r->>'at')::timestamptz > v_wrote_at)) then
    return;
  end if;
  perform add_flag(p_clinic, p_client, jsonb_build_object(
    'id', gen_random_uuid(), 'level', 'amber', 'rule', 'blocked', 'detail', '[]'::jsonb), p_now);
end $$;
