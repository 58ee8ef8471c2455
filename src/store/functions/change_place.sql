-- Something came into the client's place, or they have chosen what becomes of it (care C13). The cue word goes with it.
create or replace function holdfast.change_place(p_clinic uuid, p_client uuid, p_change text, p_now timestamptz)
  returns void language plpgsql as $$
begin
  update keepsakes set
    suspended_at = case p_change when 'suspend' then coalesce(suspended_at, p_now) when 'retire' then case when kind <> 'other-place' then suspended_at end end,
    -- The other place rests with the first, and stays when that one is given up.
    retired_at = case when p_change = 'retire' and kind <> 'other-place' then p_now end
  where clinic_id = p_clinic and client_id = p_client and kind in ('place', 'cue-word', 'other-place') and retired_at is null;
end $$;
