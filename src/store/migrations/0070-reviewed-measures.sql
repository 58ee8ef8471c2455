-- Questionnaires by chat: filled in by a client, looked at by a clinician later. What was recorded in session was looked at.

alter table holdfast.measures add column reviewed_at timestamptz;
alter table holdfast.measures add column reviewed_by text;
update holdfast.measures set reviewed_at = taken_at, reviewed_by = recorded_by;
alter table holdfast.measures add constraint reviewed_by_somebody check ((reviewed_at is null) = (reviewed_by is null));
create index measures_reviewed on holdfast.measures (clinic_id, client_id, reviewed_at) where reviewed_at is not null;
grant update (reviewed_at, reviewed_by) on holdfast.measures to holdfast_console;
