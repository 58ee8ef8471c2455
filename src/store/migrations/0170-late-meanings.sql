-- A message whose meaning was to be read, and was not in time, says so on its own row, from its commit on.
alter table holdfast.inbox
  -- Null: no reading is due · due: nobody has read it yet · raised: read, and the question stands before the client's next
  -- turn · read: settled · unread: nobody could read it.
  add column meaning text check (meaning in ('due', 'raised', 'read', 'unread')),
  add column meaning_wary boolean,
  -- When a node last took it up; another may after ten seconds.
  add column meaning_taken_at timestamptz,
  add constraint inbox_meaning_wary check ((meaning is null) = (meaning_wary is null));
create index inbox_meaning_due on holdfast.inbox (clinic_id, received_at) where meaning = 'due';
grant select (meaning) on holdfast.inbox to holdfast_auditor;

alter table holdfast.timers drop constraint timers_name_check;
alter table holdfast.timers add constraint timers_name_check check (name in (
  'silence-check', 'silence-close', 'stop-check', 'came-back', 'read', 'question', 'red-check', 'red-silence',
  'follow-up', 'day-after', 'morning', 'review', 'handover', 'handover-wait', 'reminder', 'card', 'farewell', 'meaning'));
