-- The card with the numbers, sent and pinned where the channel can.
alter table holdfast.timers drop constraint timers_name_check;
alter table holdfast.timers add constraint timers_name_check check (name in (
  'silence-check', 'silence-close', 'stop-check', 'came-back', 'read', 'question', 'red-check', 'red-silence',
  'follow-up', 'day-after', 'morning', 'review', 'handover', 'handover-wait', 'reminder', 'card'));
