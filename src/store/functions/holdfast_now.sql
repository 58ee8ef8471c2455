-- The one time (design 3): the server's clock plus how far a test moved it, in whole milliseconds, because that
-- is what the program can hold and a timer is compared with what was read. Runs as the owner, so that every role
-- reads the same clock and none but the owner moves it. PL/pgSQL, because SQL functions are planned at every call.
create or replace function holdfast.holdfast_now() returns timestamptz
  language plpgsql volatile security definer set search_path = holdfast, pg_temp as $$
begin
  return date_trunc('milliseconds', clock_timestamp() + coalesce((select ahead from test_clock), interval '0'));
end $$;
