-- What people owe: flags to look at, and escalations, which are obligations.

create table holdfast.flags (
  clinic_id uuid not null,
  flag_id uuid not null,
  client_id uuid not null,
  level text not null check (level in ('info', 'amber', 'red', 'black')),
  state text not null default 'open' check (state in ('open', 'taken', 'closed')),
  reasons jsonb not null, -- [{ rule, at, note?, detail? }]: names of rules, never words
  raised_at timestamptz not null,
  taken_by text,
  taken_at timestamptz,
  closed_by text,
  closed_at timestamptz,
  outcome bytea, -- sealed
  primary key (clinic_id, flag_id),
  foreign key (clinic_id, client_id) references holdfast.clients,
  check ((state = 'closed') = (closed_at is not null))
);
-- At most one open flag per client; later signals join it (care C24).
create unique index one_open_flag on holdfast.flags (clinic_id, client_id) where state <> 'closed';

create table holdfast.escalations (
  clinic_id uuid not null,
  escalation_id uuid not null,
  client_id uuid not null,
  flag_id uuid not null,
  level text not null check (level in ('red', 'black')),
  opened_at timestamptz not null,
  chain jsonb not null, -- [{ clinician, minutes }], frozen when it opened
  rung integer not null default 0,
  rounds integer not null default 0,
  next_at timestamptz not null,
  deadline_at timestamptz not null,
  acknowledged_by text,
  acknowledged_at timestamptz,
  closed_by text,
  closed_at timestamptz,
  primary key (clinic_id, escalation_id),
  foreign key (clinic_id, flag_id) references holdfast.flags,
  foreign key (clinic_id, client_id) references holdfast.clients,
  check ((acknowledged_at is null) = (acknowledged_by is null)),
  -- It ends only by a person's acknowledgement (P8).
  check (closed_at is null or acknowledged_at is not null)
);
create unique index one_open_escalation on holdfast.escalations (clinic_id, client_id) where closed_at is null;
create index escalations_due on holdfast.escalations (clinic_id, next_at) where acknowledged_at is null;
