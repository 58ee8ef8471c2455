-- What a round tells beside its counts: an amber over its deadline, and the leads' one roll-up a day (care C22, C24).
alter table holdfast.told_daily drop constraint told_daily_what_check;
alter table holdfast.told_daily add constraint told_daily_what_check check (what in (
  'directory', 'morning', 'evening', 'drill', 'morning-stand-ins', 'evening-stand-ins', 'morning-unconfirmed',
  'evening-unconfirmed', 'drill-missed', 'morning-overdue', 'evening-overdue', 'roll-up'));

-- Since when a flag is amber: from then its deadline runs. It may have stood as information for long before.
alter table holdfast.flags add column amber_at timestamptz;
-- The migrations' login is bound by the clinic's policies as well; for this one statement they are lifted.
alter table holdfast.flags no force row level security;
update holdfast.flags set amber_at = raised_at where level = 'amber' and state <> 'closed';
alter table holdfast.flags force row level security;
grant select (amber_at, taken_at) on holdfast.flags to holdfast_auditor;
