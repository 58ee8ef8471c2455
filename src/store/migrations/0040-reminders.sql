-- Flows on a schedule: when a client was to be reminded, and what became of it.

alter table holdfast.timers drop constraint timers_name_check;
alter table holdfast.timers add constraint timers_name_check check (name in (
  'silence-check', 'silence-close', 'stop-check', 'came-back', 'read', 'question', 'red-check', 'red-silence',
  'follow-up', 'day-after', 'morning', 'review', 'handover', 'handover-wait', 'reminder'));
alter table holdfast.keepsakes drop constraint keepsakes_kind_check;
alter table holdfast.keepsakes add constraint keepsakes_kind_check check (kind in (
  'place', 'cue-word', 'name', 'other-place', 'sentence', 'need', 'younger-self', 'reminder',
  'plan-signs', 'plan-alone', 'plan-company', 'plan-helpers', 'plan-professionals', 'plan-means'));
-- A line that goes stale without anything following: a reminder whose time is over.
alter table holdfast.outbox add column quietly boolean not null default false;

-- One per occasion and kind. When it was sent stands on the outbox row that `message_id` names.
create table holdfast.prompts (
  clinic_id uuid not null,
  prompt_id uuid not null,
  client_id uuid not null,
  assignment text not null,
  flow text not null,
  nudge boolean not null,
  intended_at timestamptz not null,
  until_at timestamptz not null,
  decided_at timestamptz not null,
  message_id uuid,
  why_not text,
  answered_at timestamptz,
  answer text check (answer in ('begin', 'later', 'not-today', 'other')),
  primary key (clinic_id, prompt_id),
  foreign key (clinic_id, client_id) references holdfast.clients,
  check ((message_id is null) = (why_not is not null)),
  check ((answered_at is null) = (answer is null))
);
create unique index one_prompt_per_occasion on holdfast.prompts (clinic_id, client_id, intended_at, assignment, nudge);

alter table holdfast.prompts enable row level security;
alter table holdfast.prompts force row level security;
create policy owner_by_clinic on holdfast.prompts to current_user using (clinic_id = holdfast.this_clinic());
create policy console_by_client on holdfast.prompts as permissive to holdfast_console
  using (clinic_id = holdfast.this_clinic() and exists (
    select from holdfast.clients c where c.clinic_id = prompts.clinic_id and c.client_id = prompts.client_id));
grant select on holdfast.prompts to holdfast_console;
