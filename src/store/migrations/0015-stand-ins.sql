-- A round that nobody confirmed asks the stand-ins before the leads (care C22).
alter table holdfast.told_daily drop constraint told_daily_what_check;
alter table holdfast.told_daily add constraint told_daily_what_check check (what in (
  'directory', 'morning', 'evening', 'drill', 'morning-stand-ins', 'evening-stand-ins', 'morning-unconfirmed',
  'evening-unconfirmed', 'drill-missed'));
