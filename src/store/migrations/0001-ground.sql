-- The ground that everything stands on: who is asking, what time it is, and the clinics themselves.
-- Schema `holdfast`; the clinic id leads every primary key; text columns are checked, never enumerated types,
-- so that a new word is a new check and not a rewrite.

-- Who is asking. Both settings are set per transaction; unset means null, and null equals no row.
create function holdfast.this_clinic() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('holdfast.clinic', true), '')::uuid;

-- A clinician's id, or 'operator' for the command line of the machine itself.
create function holdfast.this_clinician() returns text
  language sql stable parallel safe
  return nullif(current_setting('holdfast.clinician', true), '');

-- One row, or none: how far tests have moved the store's clock. Only the owner may write it.
create table holdfast.test_clock (
  one boolean primary key default true check (one),
  ahead interval not null
);

create table holdfast.clinics (
  clinic_id uuid primary key,
  settings jsonb not null,
  -- When the service last came back from a time in which no node lived.
  up_since timestamptz not null
);

create table holdfast.clinicians (
  clinic_id uuid not null references holdfast.clinics,
  clinician_id uuid not null,
  name bytea not null, -- sealed under the clinic's key
  role text not null check (role in ('therapist', 'lead', 'admin')),
  primary key (clinic_id, clinician_id)
);

-- One row per node that lives or lived; `node_seen` reads outages from it.
create table holdfast.nodes (
  clinic_id uuid not null references holdfast.clinics,
  node_id text not null,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  primary key (clinic_id, node_id)
);
