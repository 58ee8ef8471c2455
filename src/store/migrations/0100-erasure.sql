-- The erasure ledger: whom we erased and when, kept beside the keys and out of `holdfast backup`. A restore reads it
-- first, so that nobody who was erased comes back with an old backup (P12). It names ids and nothing else.
create table holdfast_keys.erasures (
  clinic_id uuid not null,
  client_id uuid not null,
  at timestamptz not null,
  primary key (clinic_id, client_id)
);
alter table holdfast_keys.erasures enable row level security;
alter table holdfast_keys.erasures force row level security;
create policy owner_by_clinic on holdfast_keys.erasures to current_user using (clinic_id = holdfast.this_clinic());
