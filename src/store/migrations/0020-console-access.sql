-- Who signs in to the console, and whose words they see there.

create table holdfast.accounts (
  clinic_id uuid not null,
  clinician_id uuid not null,
  login_index bytea not null, -- HMAC of the sign-in name under the key of the blind index
  password text not null, -- argon2id, in its own notation
  totp bytea not null, -- sealed under the clinic's key
  totp_step bigint not null default 0, -- the last one that was used: a code opens once
  made_at timestamptz not null,
  primary key (clinic_id, clinician_id),
  unique (clinic_id, login_index),
  foreign key (clinic_id, clinician_id) references holdfast.clinicians
);

-- For a lost telephone. Each opens once.
create table holdfast.recovery_codes (
  clinic_id uuid not null,
  clinician_id uuid not null,
  code_hash text not null,
  used_at timestamptz,
  primary key (clinic_id, clinician_id, code_hash),
  foreign key (clinic_id, clinician_id) references holdfast.accounts
);

create table holdfast.console_sessions (
  clinic_id uuid not null,
  token_hash text not null, -- SHA-256 of the cookie
  clinician_id uuid not null,
  opened_at timestamptz not null,
  seen_at timestamptz not null,
  proven_at timestamptz not null, -- when password and code were last given
  ended_at timestamptz,
  primary key (clinic_id, token_hash),
  foreign key (clinic_id, clinician_id) references holdfast.clinicians
);
create index sessions_of_clinician on holdfast.console_sessions (clinic_id, clinician_id) where ended_at is null;

create table holdfast.invitations (
  clinic_id uuid not null,
  token_hash text not null,
  clinician_id uuid not null,
  totp bytea not null, -- sealed: becomes the account's
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (clinic_id, token_hash),
  foreign key (clinic_id, clinician_id) references holdfast.clinicians
);

-- Counted before the password is looked at, for names that nobody has like for others.
create table holdfast.sign_in_attempts (
  clinic_id uuid not null references holdfast.clinics,
  whose text not null, -- HMAC of a sign-in name or an address
  failed integer not null,
  last_at timestamptz not null,
  wait_until timestamptz not null,
  primary key (clinic_id, whose)
);

-- Somebody else's client, opened for a while and with a reason (break-glass).
create table holdfast.openings (
  clinic_id uuid not null,
  opening_id uuid not null,
  client_id uuid not null,
  clinician_id uuid not null,
  reason bytea not null, -- sealed under the client's key
  opened_at timestamptz not null,
  until_at timestamptz not null,
  primary key (clinic_id, opening_id),
  foreign key (clinic_id, client_id) references holdfast.clients,
  foreign key (clinic_id, clinician_id) references holdfast.clinicians
);
create index openings_of_clinician on holdfast.openings (clinic_id, clinician_id, until_at);

-- Approved by the therapist for this client (care C12).
alter table holdfast.keepsakes add column approved_by text;
alter table holdfast.keepsakes add column approved_at timestamptz;
alter table holdfast.keepsakes add constraint approved_by_somebody check ((approved_by is null) = (approved_at is null));

-- Clients that are not one's own and still are one's business: opened with a reason, or in an escalation whose chain
-- one stands in.
create function holdfast.opened_to_me() returns setof uuid
  language plpgsql stable security definer set search_path = holdfast, pg_temp as $$
begin
  return query
    select o.client_id from openings o
    where o.clinic_id = this_clinic() and o.clinician_id::text = this_clinician() and o.until_at > holdfast_now()
    union
    select e.client_id from escalations e
    where e.clinic_id = this_clinic() and e.closed_at is null
      and exists (select from jsonb_array_elements(e.chain) r where r->>'clinician' = this_clinician());
end $$;

-- An admin keeps the house and reads no conversation.
create function holdfast.is_admin() returns boolean
  language plpgsql stable security definer set search_path = holdfast, pg_temp as $$
begin
  return exists (
    select from clinicians
    where clinic_id = this_clinic() and clinician_id::text = this_clinician() and role = 'admin');
end $$;

drop policy console_own on holdfast.clients;
create policy console_own on holdfast.clients to holdfast_console
  using (clinic_id = holdfast.this_clinic() and ((select holdfast.sees_all())
    or owner::text = holdfast.this_clinician() or client_id in (select holdfast.opened_to_me())));

do $$
declare
  name text;
begin
  foreach name in array array['accounts', 'recovery_codes', 'console_sessions', 'invitations', 'sign_in_attempts', 'openings'] loop
    execute format('alter table holdfast.%I enable row level security', name);
    execute format('alter table holdfast.%I force row level security', name);
    execute format('create policy owner_by_clinic on holdfast.%I to current_user using (clinic_id = holdfast.this_clinic())', name);
  end loop;
  -- Signing in is done for somebody who is not known yet; a clinician's own eyes see no password.
  foreach name in array array['accounts', 'recovery_codes', 'console_sessions', 'invitations', 'sign_in_attempts'] loop
    execute format('create policy console_sign_in on holdfast.%I to holdfast_console
      using (clinic_id = holdfast.this_clinic() and holdfast.this_clinician() = ''operator'')', name);
    execute format('grant select, insert, update on holdfast.%I to holdfast_console', name);
  end loop;
  foreach name in array array['latches', 'conversations', 'inbox', 'transcript', 'timers', 'practices', 'ratings',
                              'keepsakes', 'notes', 'consents', 'flags', 'escalations', 'held_flows', 'outbox', 'openings'] loop
    execute format('create policy no_words_for_admins on holdfast.%I as restrictive to holdfast_console
      using (not (select holdfast.is_admin()))', name);
  end loop;
end $$;
grant delete on holdfast.recovery_codes, holdfast.sign_in_attempts to holdfast_console;
create policy console_by_client on holdfast.openings as permissive to holdfast_console
  using (clinic_id = holdfast.this_clinic() and exists (
    select from holdfast.clients c where c.clinic_id = openings.clinic_id and c.client_id = openings.client_id));
grant select on holdfast.openings to holdfast_console;

-- Where one's own notices arrive, and the code for another channel.
create policy console_own_code on holdfast.pairing_codes as permissive to holdfast_console
  using (clinic_id = holdfast.this_clinic() and clinician_id::text = holdfast.this_clinician());
create policy console_own_link on holdfast.links as permissive for select to holdfast_console
  using (clinic_id = holdfast.this_clinic() and clinician_id::text = holdfast.this_clinician());
