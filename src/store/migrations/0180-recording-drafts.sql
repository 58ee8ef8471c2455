-- A recording that a therapist makes in the console is heard by them before it is kept: until then it is a draft, one of
-- each name for a client, and nothing plays it to the client. Kept, it takes the name, and with its own id no platform's
-- copy of the one before is played.

alter table holdfast.recordings drop constraint recordings_name_check;
alter table holdfast.recordings add constraint recordings_name_check
  check (name in ('settle', 'place', 'sentence', 'settle-draft', 'place-draft', 'sentence-draft', 'draft', 'message'));
grant update (name, recorded_at) on holdfast.recordings to holdfast_console;
