-- What the rails remember: more timers, a place that rests, flows that are held, silence after red, messages to take back.

alter table holdfast.timers drop constraint timers_name_check;
alter table holdfast.timers add constraint timers_name_check check (name in (
  'silence-check', 'silence-close', 'stop-check', 'came-back', 'read', 'question', 'red-check', 'red-silence',
  'follow-up', 'day-after', 'morning', 'review'));
alter table holdfast.ratings drop constraint ratings_moment_check;
alter table holdfast.ratings add constraint ratings_moment_check check (
  moment in ('before', 'middle', 'after', 'grounding', 'grounding-again', 'crisis'));
create index ratings_of_client on holdfast.ratings (clinic_id, client_id, at);

alter table holdfast.keepsakes drop constraint keepsakes_kind_check;
alter table holdfast.keepsakes add constraint keepsakes_kind_check check (kind in (
  'place', 'cue-word', 'name',
  'plan-signs', 'plan-alone', 'plan-company', 'plan-helpers', 'plan-professionals', 'plan-means'));
-- Something came into the place: it is not quoted until the client has chosen (care C13).
alter table holdfast.keepsakes add column suspended_at timestamptz;

-- A practice that leaves a client worse stays closed until a clinician opens it again (clinical 3.1).
create table holdfast.held_flows (
  clinic_id uuid not null,
  client_id uuid not null,
  flow text not null,
  held_at timestamptz not null,
  released_at timestamptz,
  released_by text,
  reason bytea, -- sealed
  primary key (clinic_id, client_id, flow, held_at),
  foreign key (clinic_id, client_id) references holdfast.clients,
  check ((released_at is null) = (released_by is null) and (released_at is null) = (reason is null))
);
create unique index one_hold_per_flow on holdfast.held_flows (clinic_id, client_id, flow) where released_at is null;

-- A clinician raises the latch too (P7).
alter table holdfast.latches drop constraint latches_why_check;
alter table holdfast.latches add constraint latches_why_check check (why in ('rating', 'signal', 'clinician'));
alter table holdfast.latches add column raised_by text;
alter table holdfast.latches add column raise_reason bytea; -- sealed
alter table holdfast.latches add constraint a_clinician_says_why check (
  (why = 'clinician') = (raised_by is not null) and (raised_by is null) = (raise_reason is null));

-- The client did not answer after red (care C9); when whoever has it was told so.
alter table holdfast.escalations add column silent_since timestamptz;
alter table holdfast.escalations add column silence_told_at timestamptz;
create index escalations_silent on holdfast.escalations (clinic_id)
  where silent_since is not null and silence_told_at is null and closed_at is null;

-- The platform's own id of what a client wrote, where it lets us delete it (care C7).
alter table holdfast.inbox add column platform_message text;

alter table holdfast.held_flows enable row level security;
alter table holdfast.held_flows force row level security;
create policy owner_by_clinic on holdfast.held_flows to current_user using (clinic_id = holdfast.this_clinic());
create policy console_by_client on holdfast.held_flows as permissive to holdfast_console
  using (clinic_id = holdfast.this_clinic() and exists (
    select from holdfast.clients c where c.clinic_id = held_flows.clinic_id and c.client_id = held_flows.client_id));
grant select, update on holdfast.held_flows to holdfast_console;
grant insert on holdfast.latches to holdfast_console;
grant insert, update on holdfast.keepsakes to holdfast_console;
