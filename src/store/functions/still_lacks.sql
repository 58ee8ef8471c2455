-- How many acknowledgements an obligation still waits for; true while it is more than none.
create or replace function holdfast.still_lacks(e holdfast.escalations) returns boolean
  language plpgsql stable as $$
begin
  return e.needed > (
    select count(*) from holdfast.acknowledgements a
    where a.clinic_id = e.clinic_id and a.escalation_id = e.escalation_id and a.ended_at is null);
end $$;
