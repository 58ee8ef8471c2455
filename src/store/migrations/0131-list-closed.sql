-- What a client puts on the list for the session stays closed to clinicians until the client opens it.
alter table holdfast.notes
  add column entry_id uuid, -- the message that it was written in; null: not of a message
  add column opened_at timestamptz; -- null on a note for the session: the client has not opened it yet
-- Until now clients were told that their therapist usually reads it.
update holdfast.notes set opened_at = at where about = 'for-my-session';
