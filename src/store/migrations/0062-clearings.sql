-- Where a clinic wants it, what clients write is deleted from their chat within the platform's time. One row for each
-- message that was tried: which, when, and what came of it; never its words, which stay sealed in the transcript.

create table holdfast.clearings (
  clinic_id uuid not null,
  inbox_id uuid not null,
  -- trying: asked, no answer kept yet · cleared · kept: the platform refused, or its time was over
  state text not null check (state in ('trying', 'cleared', 'kept')),
  tried_at timestamptz not null,
  primary key (clinic_id, inbox_id),
  foreign key (clinic_id, inbox_id) references holdfast.inbox
);
create index clearings_kept on holdfast.clearings (clinic_id, tried_at) where state = 'kept';
create index inbox_on_platform on holdfast.inbox (clinic_id, received_at) where platform_message is not null;

alter table holdfast.clearings enable row level security;
alter table holdfast.clearings force row level security;
create policy owner_by_clinic on holdfast.clearings to current_user using (clinic_id = holdfast.this_clinic());
