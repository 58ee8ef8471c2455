-- What the clinic was told on which of its local days, so that two nodes tell it once.
create table holdfast.told_daily (
  clinic_id uuid not null references holdfast.clinics,
  what text not null check (what in ('directory')),
  day date not null,
  told_at timestamptz not null,
  primary key (clinic_id, what, day)
);
alter table holdfast.told_daily enable row level security;
alter table holdfast.told_daily force row level security;
create policy owner_by_clinic on holdfast.told_daily to current_user using (clinic_id = holdfast.this_clinic());
