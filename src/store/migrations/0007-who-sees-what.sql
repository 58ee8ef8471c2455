-- Row-level security, forced on the owner too: the functions that the engine calls run as the owner, and see
-- the rows of the clinic that they set and no other. The console's role sees its clinic; a therapist, their
-- own clients. Unset settings see nothing.

-- Whether the one asking sees every client of the clinic: its leads and admins, and the machine's operator.
create function holdfast.sees_all() returns boolean
  language plpgsql stable security definer set search_path = holdfast, pg_temp as $$
begin
  if this_clinician() = 'operator' then return true; end if;
  return exists (
    select from clinicians
    where clinic_id = this_clinic() and clinician_id::text = this_clinician() and role in ('lead', 'admin'));
end $$;

do $$
declare
  name text;
begin
  -- The owner: one clinic at a time, in every table that has one.
  for name in
    select c.relname from pg_class c
    where c.relnamespace = 'holdfast'::regnamespace and c.relkind = 'r'
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'clinic_id')
      and c.relname <> 'clinics'
  loop
    execute format('create policy owner_by_clinic on holdfast.%I to current_user using (clinic_id = holdfast.this_clinic())', name);
  end loop;
  -- These are listed before a clinic can be named, or belong to none.
  foreach name in array array['clinics', 'scripts', 'test_clock', 'migrations', 'function_files'] loop
    execute format('create policy owner_all on holdfast.%I to current_user using (true)', name);
  end loop;
  for name in select relname from pg_class where relnamespace = 'holdfast'::regnamespace and relkind = 'r' loop
    execute format('alter table holdfast.%I enable row level security', name);
    execute format('alter table holdfast.%I force row level security', name);
  end loop;

  -- The console: what belongs to a client is seen by whoever sees the client. The policy on clients decides.
  foreach name in array array['latches', 'conversations', 'inbox', 'transcript', 'timers', 'practices', 'ratings',
                              'keepsakes', 'notes', 'consents', 'flags', 'escalations'] loop
    execute format(
      'create policy console_by_client on holdfast.%I as permissive to holdfast_console
         using (clinic_id = holdfast.this_clinic() and exists (
           select from holdfast.clients c where c.clinic_id = %I.clinic_id and c.client_id = %I.client_id))',
      name, name, name);
  end loop;
  foreach name in array array['links', 'pairing_codes', 'outbox'] loop
    execute format(
      'create policy console_by_client on holdfast.%I as permissive to holdfast_console
         using (clinic_id = holdfast.this_clinic() and ((select holdfast.sees_all()) or exists (
           select from holdfast.clients c where c.clinic_id = %I.clinic_id and c.client_id = %I.client_id)))',
      name, name, name);
  end loop;
end $$;

create policy console_own on holdfast.clients to holdfast_console
  using (clinic_id = holdfast.this_clinic() and ((select holdfast.sees_all()) or owner::text = holdfast.this_clinician()));
create policy console_clinic on holdfast.clinics to holdfast_console
  using (clinic_id = holdfast.this_clinic() and holdfast.this_clinician() is not null);
create policy console_clinic on holdfast.clinicians to holdfast_console
  using (clinic_id = holdfast.this_clinic() and holdfast.this_clinician() is not null);
create policy console_clinic on holdfast.signatures to holdfast_console
  using (clinic_id = holdfast.this_clinic() and holdfast.this_clinician() is not null);
create policy console_leads on holdfast.audit for select to holdfast_console
  using (clinic_id = holdfast.this_clinic() and (select holdfast.sees_all()));
create policy console_all on holdfast.scripts to holdfast_console using (true);

alter table holdfast_keys.keys enable row level security;
alter table holdfast_keys.keys force row level security;
create policy owner_by_clinic on holdfast_keys.keys to current_user using (clinic_id = holdfast.this_clinic());

grant usage on schema holdfast to holdfast_engine, holdfast_console;
grant select on all tables in schema holdfast to holdfast_console;
revoke all on holdfast.test_clock, holdfast.migrations, holdfast.function_files, holdfast.nodes, holdfast.audit_ends
  from holdfast_console;
grant insert, update on holdfast.clinics, holdfast.clinicians, holdfast.clients, holdfast.links,
  holdfast.pairing_codes, holdfast.signatures to holdfast_console;
grant insert on holdfast.conversations, holdfast.scripts to holdfast_console;
grant update on holdfast.flags, holdfast.escalations, holdfast.latches to holdfast_console;
grant update (last_link) on holdfast.conversations to holdfast_console;
grant update (link_id) on holdfast.outbox to holdfast_console;
