-- An amber of which somebody must hear the same day is told once by itself where the day's rounds are over (care C24):
-- marked by the day and its flag.
alter table holdfast.told_daily drop constraint told_daily_what_check;
alter table holdfast.told_daily add constraint told_daily_what_check check (what in (
  'directory', 'morning', 'evening', 'drill', 'morning-stand-ins', 'evening-stand-ins', 'morning-unconfirmed',
  'evening-unconfirmed', 'drill-missed', 'morning-overdue', 'evening-overdue', 'roll-up') or what like 'same-day-%');
