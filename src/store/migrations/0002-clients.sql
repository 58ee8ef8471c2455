-- Clients, their links, and how a link comes to be. What is about a person is sealed before it gets here.

create table holdfast.clients (
  clinic_id uuid not null references holdfast.clinics,
  client_id uuid not null,
  pseudonym text not null,
  owner uuid not null,
  status text not null default 'active' check (status in ('active', 'paused', 'discharged')),
  profile bytea not null, -- sealed: the name
  plan bytea not null, -- sealed: what a clinician permits
  key_epoch integer not null default 1,
  -- Everything that a turn reads stands behind this one number; whoever changes any of it adds one (design 3).
  version bigint not null default 1,
  latched_at timestamptz,
  paused_until timestamptz,
  primary key (clinic_id, client_id),
  unique (clinic_id, pseudonym),
  foreign key (clinic_id, owner) references holdfast.clinicians
) with (fillfactor = 70); -- room beside each row, so that a new version stays on its page (HOT)

-- Every raising of the latch, and who lowered it and why. The open one has no lowered_at.
create table holdfast.latches (
  clinic_id uuid not null,
  client_id uuid not null,
  raised_at timestamptz not null,
  why text not null check (why in ('rating', 'signal')),
  lowered_at timestamptz,
  lowered_by text,
  reason bytea, -- sealed
  primary key (clinic_id, client_id, raised_at),
  foreign key (clinic_id, client_id) references holdfast.clients,
  check ((lowered_at is null) = (lowered_by is null) and (lowered_at is null) = (reason is null))
);

-- A person's identity on a channel. The address is sealed; the keyed index finds it again.
create table holdfast.links (
  clinic_id uuid not null references holdfast.clinics,
  link_id uuid not null,
  client_id uuid,
  clinician_id uuid,
  channel text not null,
  address bytea not null, -- sealed
  address_index bytea not null, -- HMAC-SHA256 under a key of its own
  display bytea, -- sealed
  state text not null check (state in ('pending', 'confirmed', 'ended')),
  opened_at timestamptz not null,
  confirmed_at timestamptz,
  confirmed_by text,
  ended_at timestamptz,
  primary key (clinic_id, link_id),
  foreign key (clinic_id, client_id) references holdfast.clients,
  foreign key (clinic_id, clinician_id) references holdfast.clinicians,
  check ((client_id is null) <> (clinician_id is null))
);

-- At most one live link per address: pending and confirmed apart, so that opening a link takes nothing from
-- whoever holds the address now; clients and clinicians apart, so that one phone may be both in a trial.
create unique index one_live_link on holdfast.links (clinic_id, channel, address_index, state, (client_id is null))
  where state <> 'ended';
create index links_of_address on holdfast.links (clinic_id, channel, address_index);
create index links_of_client on holdfast.links (clinic_id, client_id) where client_id is not null;
create index links_of_clinician on holdfast.links (clinic_id, clinician_id) where clinician_id is not null;

create table holdfast.pairing_codes (
  clinic_id uuid not null references holdfast.clinics,
  code_hash text not null,
  client_id uuid,
  clinician_id uuid,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (clinic_id, code_hash),
  foreign key (clinic_id, client_id) references holdfast.clients,
  foreign key (clinic_id, clinician_id) references holdfast.clinicians,
  check ((client_id is null) <> (clinician_id is null))
);
