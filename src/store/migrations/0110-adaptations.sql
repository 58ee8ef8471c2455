-- Lines in other words, for one client or for everybody of a clinic (care C26). What changed is sealed: it may hold
-- what only this client would say. The script that it comes to is made from the base and these lines, never stored.
create table holdfast.adaptations (
  clinic_id uuid not null references holdfast.clinics,
  adaptation_id uuid not null,
  client_id uuid, -- null: everybody of the clinic
  flow text not null,
  lang text not null,
  base_hash text not null references holdfast.scripts,
  script_hash text not null,
  lines bytea not null, -- sealed under the client's key, or the clinic's
  made_by text not null,
  made_at timestamptz not null,
  signed_at timestamptz, -- null: a second name is still needed
  ended_at timestamptz,
  ended_by text,
  primary key (clinic_id, adaptation_id),
  foreign key (clinic_id, client_id) references holdfast.clients
);
create unique index one_adaptation_stands on holdfast.adaptations (clinic_id, client_id, flow, lang) nulls not distinct
  where ended_at is null;

alter table holdfast.adaptations enable row level security;
alter table holdfast.adaptations force row level security;
create policy owner_by_clinic on holdfast.adaptations to current_user using (clinic_id = holdfast.this_clinic());
-- Everybody of the clinic reads what stands for everybody; only a lead writes it.
create policy console_by_client on holdfast.adaptations to holdfast_console
  using (clinic_id = holdfast.this_clinic() and holdfast.this_clinician() is not null and (client_id is null or exists (
    select from holdfast.clients c where c.clinic_id = adaptations.clinic_id and c.client_id = adaptations.client_id)))
  with check (clinic_id = holdfast.this_clinic() and (exists (
    select from holdfast.clients c where c.clinic_id = adaptations.clinic_id and c.client_id = adaptations.client_id)
    or (client_id is null and (select holdfast.sees_all()))));
create policy no_words_for_admins on holdfast.adaptations as restrictive to holdfast_console
  using (not (select holdfast.is_admin()));
grant select, insert, update on holdfast.adaptations to holdfast_console;
