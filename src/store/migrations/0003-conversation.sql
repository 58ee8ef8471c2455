-- The way of a message: in through the inbox, through a turn, out through the outbox.

-- One per client. Its row is the lock under which everything about that client's conversation is written:
-- receive, commit_turn, fail_turn and claim all take it first. No index on a column that changes (HOT).
create table holdfast.conversations (
  clinic_id uuid not null,
  client_id uuid not null,
  snapshot bytea, -- sealed; null before the first turn and after a turn was set aside
  turn bigint not null default 0,
  barrier bigint not null default 0,
  last_link uuid,
  last_turn_at timestamptz,
  restart boolean not null default false,
  primary key (clinic_id, client_id),
  foreign key (clinic_id, client_id) references holdfast.clients
) with (fillfactor = 70);

create table holdfast.inbox (
  clinic_id uuid not null,
  inbox_id uuid not null,
  seq bigint generated always as identity,
  client_id uuid not null,
  link_id uuid not null,
  channel text not null,
  external_id text not null,
  body bytea not null, -- sealed
  word text check (word in ('stop', 'sos', 'help')),
  late boolean not null,
  screen jsonb not null, -- levels, rule ids and offsets; never words
  answered jsonb, -- { ask }: what receive wrote into the crisis lane already
  received_at timestamptz not null,
  platform_at timestamptz,
  attempts integer not null default 0,
  window_attempts integer not null default 0,
  first_failed_at timestamptz,
  last_code text,
  state text not null default 'new' check (state in ('new', 'done', 'set_aside')),
  primary key (clinic_id, inbox_id),
  -- The dedupe mark is the row itself.
  unique (clinic_id, channel, external_id),
  foreign key (clinic_id, client_id) references holdfast.clients
);
create index inbox_waiting on holdfast.inbox (clinic_id, client_id, seq) where state = 'new';
create index inbox_of_client on holdfast.inbox (clinic_id, client_id, seq);

-- What was written and said, in the order of seq. A client's words stand here from their receipt on.
create table holdfast.transcript (
  clinic_id uuid not null,
  entry_id uuid not null, -- the inbox row's id, or the message's
  seq bigint generated always as identity,
  client_id uuid not null,
  who text not null check (who in ('client', 'bot')),
  body bytea not null, -- sealed
  script_hash text,
  flow text,
  step text,
  line text,
  event text, -- the kind of event that this turn was about; never words
  turn bigint, -- null: said by receive, before any turn
  practice_id uuid,
  at timestamptz not null,
  primary key (clinic_id, entry_id),
  check ((who = 'bot') = (script_hash is not null))
);
create index transcript_of_client on holdfast.transcript (clinic_id, client_id, seq);

create table holdfast.outbox (
  clinic_id uuid not null,
  outbox_id uuid not null,
  seq bigint generated always as identity,
  client_id uuid, -- null: a notice to a clinician
  message_id uuid not null, -- one message may go to several links; the seal binds this id
  link_id uuid, -- null: the client's last link when it is handed out
  lane text not null check (lane in ('practice', 'crisis', 'notice')),
  barrier bigint not null default 0,
  created_at timestamptz not null,
  not_before timestamptz not null,
  expires_at timestamptz,
  repeat boolean not null,
  -- overtaken: a barrier was raised before the row was handed out
  state text not null default 'waiting'
    check (state in ('waiting', 'sending', 'sent', 'refused', 'unknown', 'expired', 'overtaken')),
  attempts integer not null default 0,
  node_id text,
  claimed_at timestamptz,
  lease_until timestamptz,
  body bytea not null, -- sealed
  receipt text, -- the platform's id of the message, or why it was refused
  settled_at timestamptz,
  primary key (clinic_id, outbox_id),
  check ((lane = 'notice') = (client_id is null))
) with (fillfactor = 80);
create index outbox_waiting_by_client on holdfast.outbox (clinic_id, client_id, seq) where state = 'waiting';
-- `seq > 0` is always true. It keeps this index for the queries that say it, those that walk the queue in time; on
-- a table without statistics the planner took it for one client's rows, too, and a claim cost a second (measured).
create index outbox_waiting_by_time on holdfast.outbox (clinic_id, lane, not_before) where state = 'waiting' and seq > 0;
create index outbox_sending on holdfast.outbox (clinic_id, client_id) where state = 'sending';

create table holdfast.timers (
  clinic_id uuid not null,
  client_id uuid not null,
  name text not null check (name in ('silence-check', 'silence-close', 'stop-check', 'came-back', 'read')),
  due_at timestamptz not null,
  attempts integer not null default 0,
  window_attempts integer not null default 0,
  first_failed_at timestamptz,
  primary key (clinic_id, client_id, name),
  foreign key (clinic_id, client_id) references holdfast.clients
);
create index timers_by_time on holdfast.timers (clinic_id, due_at);

create table holdfast.practices (
  clinic_id uuid not null,
  practice_id uuid not null,
  client_id uuid not null,
  flow text not null,
  closure jsonb not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  outcome text check (outcome in ('done', 'stopped', 'raised', 'left', 'interrupted')),
  primary key (clinic_id, practice_id),
  foreign key (clinic_id, client_id) references holdfast.clients,
  check ((ended_at is null) = (outcome is null))
);
create index practices_running on holdfast.practices (clinic_id, client_id) where ended_at is null;

-- Rows that a turn leaves are named by the version that the turn read and their place among its effects,
-- which is unique because a version is committed once; the seal binds both.
create table holdfast.ratings (
  clinic_id uuid not null,
  client_id uuid not null,
  at_version bigint not null,
  n integer not null,
  scale text not null check (scale in ('distress', 'here', 'helped')),
  moment text not null check (moment in ('before', 'middle', 'after', 'grounding', 'crisis')),
  value bytea not null, -- sealed
  practice_id uuid,
  at timestamptz not null,
  primary key (clinic_id, client_id, at_version, n),
  foreign key (clinic_id, client_id) references holdfast.clients
);

create table holdfast.keepsakes (
  clinic_id uuid not null,
  client_id uuid not null,
  at_version bigint not null,
  n integer not null,
  kind text not null check (kind in ('place', 'cue-word', 'name')),
  words bytea not null, -- sealed
  kept_at timestamptz not null,
  retired_at timestamptz,
  primary key (clinic_id, client_id, at_version, n),
  foreign key (clinic_id, client_id) references holdfast.clients
);
create unique index one_current_keepsake on holdfast.keepsakes (clinic_id, client_id, kind) where retired_at is null;

create table holdfast.notes (
  clinic_id uuid not null,
  client_id uuid not null,
  at_version bigint not null,
  n integer not null,
  about text not null,
  words bytea not null, -- sealed
  at timestamptz not null,
  primary key (clinic_id, client_id, at_version, n),
  foreign key (clinic_id, client_id) references holdfast.clients
);

create table holdfast.consents (
  clinic_id uuid not null,
  client_id uuid not null,
  at_version bigint not null,
  n integer not null,
  script_hash text not null,
  at timestamptz not null,
  primary key (clinic_id, client_id, at_version, n),
  foreign key (clinic_id, client_id) references holdfast.clients
);
