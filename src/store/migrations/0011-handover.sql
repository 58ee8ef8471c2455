-- A named clinician takes a conversation and writes in it themselves (care C2, C25).

alter table holdfast.clients add column handed_to uuid;
alter table holdfast.clients add column handed_at timestamptz;
alter table holdfast.clients add constraint handed_to_a_clinician foreign key (clinic_id, handed_to) references holdfast.clinicians;
alter table holdfast.clients add constraint handed_at_some_time check ((handed_to is null) = (handed_at is null));

alter table holdfast.timers drop constraint timers_name_check;
alter table holdfast.timers add constraint timers_name_check check (name in (
  'silence-check', 'silence-close', 'stop-check', 'came-back', 'read', 'question', 'red-check', 'red-silence',
  'follow-up', 'day-after', 'morning', 'review', 'handover', 'handover-wait'));

alter table holdfast.transcript drop constraint transcript_who_check;
alter table holdfast.transcript add constraint transcript_who_check check (who in ('client', 'bot', 'clinician'));
-- Who of the clinic wrote it.
alter table holdfast.transcript add column clinician_id uuid;
alter table holdfast.transcript add constraint a_clinicians_words_name_them check ((who = 'clinician') = (clinician_id is not null));
