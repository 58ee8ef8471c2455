-- A clinician's spoken message (care C25) is kept beside the therapist's recordings: a draft until whoever spoke it has
-- heard it and sent it, then the message. There is one draft for a client, and as many messages as were sent.

alter table holdfast.recordings drop constraint recordings_name_check;
alter table holdfast.recordings add constraint recordings_name_check
  check (name in ('settle', 'place', 'sentence', 'draft', 'message'));

alter table holdfast.recording_copies drop constraint recording_copies_clinic_id_recording_id_fkey;
alter table holdfast.recordings drop constraint recordings_clinic_id_recording_id_key;
alter table holdfast.recordings drop constraint recordings_pkey;
alter table holdfast.recordings add primary key (clinic_id, recording_id);
create unique index one_recording_of_each_name on holdfast.recordings (clinic_id, client_id, name) where name <> 'message';
alter table holdfast.recording_copies add foreign key (clinic_id, recording_id)
  references holdfast.recordings (clinic_id, recording_id) on delete cascade;
