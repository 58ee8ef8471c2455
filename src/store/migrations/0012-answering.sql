-- An obligation is answered by named people, and the answer lapses when nothing follows; it ends with one of a few outcomes.

-- Whether it opened in hours that the clinic declared (care C1), and how many people must acknowledge.
alter table holdfast.escalations add column covered boolean not null default true;
alter table holdfast.escalations add column needed integer not null default 1 check (needed between 1 and 3);

create table holdfast.acknowledgements (
  clinic_id uuid not null,
  escalation_id uuid not null,
  taken_by text not null,
  at timestamptz not null,
  -- The last sign that something follows: reminder and lapse count from here.
  since timestamptz not null,
  reminded_at timestamptz,
  ended_at timestamptz, -- it lapsed, was passed on, or something graver came
  primary key (clinic_id, escalation_id, taken_by, at),
  foreign key (clinic_id, escalation_id) references holdfast.escalations
);
create unique index one_acknowledgement_each on holdfast.acknowledgements (clinic_id, escalation_id, taken_by) where ended_at is null;

alter table holdfast.acknowledgements enable row level security;
alter table holdfast.acknowledgements force row level security;
create policy owner_by_clinic on holdfast.acknowledgements to current_user using (clinic_id = holdfast.this_clinic());
create policy console_by_client on holdfast.acknowledgements as permissive to holdfast_console
  using (clinic_id = holdfast.this_clinic() and exists (
    select from holdfast.escalations e
    where e.clinic_id = acknowledgements.clinic_id and e.escalation_id = acknowledgements.escalation_id));
grant select on holdfast.acknowledgements to holdfast_console;

-- What was acknowledged before this table was here; under each clinic's own policy.
do $$
declare
  v_clinic uuid;
begin
  for v_clinic in select clinic_id from holdfast.clinics loop
    perform set_config('holdfast.clinic', v_clinic::text, true);
    insert into holdfast.acknowledgements (clinic_id, escalation_id, taken_by, at, since)
    select clinic_id, escalation_id, acknowledged_by, acknowledged_at, acknowledged_at from holdfast.escalations
    where clinic_id = v_clinic and acknowledged_at is not null and closed_at is null;
  end loop;
  perform set_config('holdfast.clinic', '', true);
end $$;

drop index holdfast.escalations_due;
create index escalations_due on holdfast.escalations (clinic_id, next_at) where closed_at is null;

-- What came of it: a closed word, so that it can be counted (care C24); the words beside it stay sealed in `outcome`.
alter table holdfast.flags add column outcome_kind text
  check (outcome_kind in ('called', 'wrote', 'for-the-session', 'no-concern'));

-- One notice to one person, over several links: the next link's row waits until the one before failed or took too long.
alter table holdfast.outbox add column person_notice uuid;
alter table holdfast.outbox add column escalation_id uuid;
alter table holdfast.outbox drop constraint outbox_state_check;
-- spared: the person was reached on another link
alter table holdfast.outbox add constraint outbox_state_check
  check (state in ('waiting', 'sending', 'sent', 'refused', 'unknown', 'expired', 'overtaken', 'spared'));
create index outbox_of_person_notice on holdfast.outbox (clinic_id, person_notice) where person_notice is not null;
create index outbox_of_escalation on holdfast.outbox (clinic_id, escalation_id) where escalation_id is not null;

-- When the person last pressed something there: the only proof that notices on it are read.
alter table holdfast.links add column answered_at timestamptz;
