-- What a client wrote for the session follows an edit of its message, and can be taken off the list by them. Neither row
-- is deleted: what the client took back is closed for good, and the record stays whole.
alter table holdfast.notes
  add column changed boolean not null default false, -- these words came by an edit
  add column replaced_at timestamptz, -- an edit stands in its place
  add column taken_off_at timestamptz; -- the client took it off the list
