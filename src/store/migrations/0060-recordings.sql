-- The therapist's recorded voice, one of each name for a client, sealed under the client's own key. What a platform
-- calls its copy of it (Telegram's file id) is sealed beside it, for each link and bot, and goes with it.

create table holdfast.recordings (
  clinic_id uuid not null,
  client_id uuid not null,
  name text not null check (name in ('settle', 'place', 'sentence')),
  recording_id uuid not null, -- a new one whenever it is replaced, so that no old copy is played
  format text not null check (format in ('ogg', 'mp3', 'm4a')),
  bytes integer not null check (bytes between 1 and 10 * 1024 * 1024),
  sound bytea not null, -- sealed
  recorded_by text not null,
  recorded_at timestamptz not null,
  primary key (clinic_id, client_id, name),
  unique (clinic_id, recording_id),
  foreign key (clinic_id, client_id) references holdfast.clients
);
-- Sealed bytes do not shrink; trying to costs time.
alter table holdfast.recordings alter column sound set storage external;

create table holdfast.recording_copies (
  clinic_id uuid not null,
  recording_id uuid not null,
  link_id uuid not null,
  copy bytea not null, -- sealed: the bot and its id of the file
  primary key (clinic_id, recording_id, link_id),
  foreign key (clinic_id, recording_id) references holdfast.recordings (clinic_id, recording_id) on delete cascade,
  foreign key (clinic_id, link_id) references holdfast.links
);

do $$
declare
  v_table text;
begin
  foreach v_table in array array['recordings', 'recording_copies'] loop
    execute format('alter table holdfast.%I enable row level security', v_table);
    execute format('alter table holdfast.%I force row level security', v_table);
    execute format('create policy owner_by_clinic on holdfast.%I to current_user
      using (clinic_id = holdfast.this_clinic())', v_table);
  end loop;
end $$;
create policy console_by_client on holdfast.recordings as permissive to holdfast_console
  using (clinic_id = holdfast.this_clinic() and exists (
    select from holdfast.clients c where c.clinic_id = recordings.clinic_id and c.client_id = recordings.client_id));
create policy no_words_for_admins on holdfast.recordings as restrictive to holdfast_console
  using (not (select holdfast.is_admin()));
grant select, insert, delete on holdfast.recordings to holdfast_console;
