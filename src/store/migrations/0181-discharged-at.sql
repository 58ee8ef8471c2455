-- Since when a client is discharged: how long their record must be kept is counted from then (docs/privacy.md).
alter table holdfast.clients add column discharged_at timestamptz;

-- For those discharged before: the last discharge in the audit, which is never earlier than the real one. The
-- migrations' login is bound by the clinic's policies as well; for this one statement they are lifted.
alter table holdfast.clients no force row level security;
alter table holdfast.audit no force row level security;
update holdfast.clients c set discharged_at = coalesce(
  (select max(a.at) from holdfast.audit a
   where a.clinic_id = c.clinic_id and a.about = c.client_id::text and a.verb = 'discharged a client'),
  clock_timestamp())
where c.status = 'discharged';
alter table holdfast.clients force row level security;
alter table holdfast.audit force row level security;
alter table holdfast.clients add constraint discharged_since check ((status = 'discharged') = (discharged_at is not null));
