-- What the auditor reads (design 7): receipts that only grow, and columns that no duty is steered by.

-- What a notice is about: 'morning 2026-11-24', 'silence <escalation>'.
alter table holdfast.outbox add column about text;

-- One row for everything that a platform said it has. No words: a message's are in the transcript.
create table holdfast.receipts (
  clinic_id uuid not null references holdfast.clinics,
  outbox_id uuid not null,
  client_id uuid,
  clinician_id uuid,
  lane text not null,
  about text,
  escalation_id uuid,
  written_at timestamptz not null,
  begun_at timestamptz not null,
  sent_at timestamptz not null,
  primary key (clinic_id, outbox_id)
);
create index receipts_by_time on holdfast.receipts (clinic_id, sent_at);
create index receipts_by_escalation on holdfast.receipts (clinic_id, escalation_id) where escalation_id is not null;

-- What the leads were told of, so that they are told once.
create table holdfast.findings_told (
  clinic_id uuid not null references holdfast.clinics,
  finding text not null,
  told_at timestamptz not null,
  primary key (clinic_id, finding)
);

do $$
declare
  name text;
begin
  foreach name in array array['receipts', 'findings_told'] loop
    execute format('alter table holdfast.%I enable row level security', name);
    execute format('alter table holdfast.%I force row level security', name);
    execute format('create policy owner_by_clinic on holdfast.%I to current_user using (clinic_id = holdfast.this_clinic())', name);
  end loop;
  foreach name in array array['clients', 'links', 'inbox', 'transcript', 'ratings', 'flags', 'escalations',
                              'acknowledgements', 'latches', 'practices', 'receipts', 'audit'] loop
    execute format('create policy auditor_by_clinic on holdfast.%I for select to holdfast_auditor using (clinic_id = holdfast.this_clinic())', name);
  end loop;
end $$;
create policy auditor_by_clinic on holdfast.clinics for select to holdfast_auditor using (clinic_id = holdfast.this_clinic());

-- Column by column: no words, no address, and nothing that says when something is to be done next.
grant usage on schema holdfast, holdfast_keys to holdfast_auditor;
grant select (clinic_id, settings) on holdfast.clinics to holdfast_auditor;
grant select (clinic_id, client_id, pseudonym, status, handed_to) on holdfast.clients to holdfast_auditor;
grant select (clinic_id, clinician_id, state, confirmed_at) on holdfast.links to holdfast_auditor;
grant select (clinic_id, inbox_id, client_id, word, late, screen, state, received_at) on holdfast.inbox to holdfast_auditor;
grant select (clinic_id, entry_id, turn) on holdfast.transcript to holdfast_auditor;
grant select (clinic_id, client_id, at_version, n, scale, moment, value, at) on holdfast.ratings to holdfast_auditor;
grant select (clinic_id, flag_id, client_id, level, reasons, raised_at, closed_at) on holdfast.flags to holdfast_auditor;
grant select (clinic_id, escalation_id, client_id, level, opened_at, closed_at, chain, covered, needed)
  on holdfast.escalations to holdfast_auditor;
grant select (clinic_id, escalation_id, taken_by, at, since, ended_at) on holdfast.acknowledgements to holdfast_auditor;
grant select (clinic_id, client_id, raised_at, lowered_at) on holdfast.latches to holdfast_auditor;
grant select (clinic_id, practice_id, client_id, started_at, ended_at) on holdfast.practices to holdfast_auditor;
grant select on holdfast.receipts to holdfast_auditor;
grant select (clinic_id, at, verb, about) on holdfast.audit to holdfast_auditor;
