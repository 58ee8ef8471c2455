-- The clinic round and the weekly drill: what was told on which day, and who answered (care C22, C24).
alter table holdfast.told_daily drop constraint told_daily_what_check;
alter table holdfast.told_daily add constraint told_daily_what_check check (what in (
  'directory', 'morning', 'evening', 'drill', 'morning-unconfirmed', 'evening-unconfirmed', 'drill-missed'));

create table holdfast.duty_answers (
  clinic_id uuid not null,
  what text not null check (what in ('morning', 'evening', 'drill')),
  day date not null,
  clinician_id uuid not null,
  says text not null check (says in ('on', 'cannot')),
  at timestamptz not null,
  primary key (clinic_id, what, day, clinician_id),
  foreign key (clinic_id, clinician_id) references holdfast.clinicians
);
alter table holdfast.duty_answers enable row level security;
alter table holdfast.duty_answers force row level security;
create policy owner_by_clinic on holdfast.duty_answers to current_user using (clinic_id = holdfast.this_clinic());
