-- What stands on the web page of a link, in the order in which it came there. No words: they stay sealed in outbox and
-- inbox, where they were. `place` is the order; `changed` moves on when an entry changes, so that a page that was away
-- learns of it.
create sequence holdfast.page_places;
create table holdfast.page_entries (
  clinic_id uuid not null references holdfast.clinics,
  link_id uuid not null,
  place bigint not null default nextval('holdfast.page_places'),
  changed bigint not null,
  outbox_id uuid,
  external_id text,
  retracted boolean not null default false,
  gone boolean not null default false,
  primary key (clinic_id, link_id, place),
  foreign key (clinic_id, link_id) references holdfast.links,
  unique (clinic_id, link_id, outbox_id),
  unique (clinic_id, link_id, external_id),
  check ((outbox_id is null) <> (external_id is null))
);
alter table holdfast.page_entries enable row level security;
alter table holdfast.page_entries force row level security;
create policy owner_by_clinic on holdfast.page_entries to current_user using (clinic_id = holdfast.this_clinic());
