-- The one thing that a client still reads by itself after a discharge: who is there from now (care C27).
create or replace function holdfast.say_farewell(p_clinic uuid, p_client uuid) returns void
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  perform enter_clinic(p_clinic);
  perform start_timer(p_clinic, p_client, 'farewell', holdfast_now());
end $$;
