-- Scripts are immutable and belong to everybody; signatures and the audit belong to a clinic.

create table holdfast.scripts (
  script_hash text primary key check (script_hash ~ '^[0-9a-f]{64}$'),
  flow text not null,
  lang text not null,
  body text not null,
  seen_at timestamptz not null
);

create table holdfast.signatures (
  clinic_id uuid not null references holdfast.clinics,
  script_hash text not null references holdfast.scripts,
  seq bigint generated always as identity, -- the newest of a flow and language is the current one
  flow text not null,
  lang text not null,
  signed_by text not null,
  signed_at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (clinic_id, script_hash)
);
create index signatures_current on holdfast.signatures (clinic_id, flow, lang, seq desc) where withdrawn_at is null;

-- Who did what, chained: each line's hash covers the line before it, so that a change or a gap shows.
create table holdfast.audit (
  clinic_id uuid not null references holdfast.clinics,
  n bigint not null,
  at timestamptz not null,
  actor text not null,
  verb text not null,
  about text not null,
  hash bytea not null,
  primary key (clinic_id, n)
);

-- The end of each clinic's chain; its row is the lock under which the chain grows.
create table holdfast.audit_ends (
  clinic_id uuid primary key references holdfast.clinics,
  n bigint not null,
  hash bytea not null
);

create function holdfast.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit is append-only' using errcode = 'HF001';
end $$;
create trigger append_only before update or delete on holdfast.audit
  for each row execute function holdfast.refuse_change();
create trigger append_only_whole before truncate on holdfast.audit
  for each statement execute function holdfast.refuse_change();
