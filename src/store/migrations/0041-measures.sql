-- Filled-in questionnaires: the answers sealed, which instrument and when in the clear.

create table holdfast.measures (
  clinic_id uuid not null,
  measure_id uuid not null,
  client_id uuid not null,
  instrument text not null,
  answers bytea not null, -- sealed
  taken_at timestamptz not null,
  recorded_by text not null,
  primary key (clinic_id, measure_id),
  foreign key (clinic_id, client_id) references holdfast.clients
);
create index measures_of_client on holdfast.measures (clinic_id, client_id, taken_at);

alter table holdfast.measures enable row level security;
alter table holdfast.measures force row level security;
create policy owner_by_clinic on holdfast.measures to current_user using (clinic_id = holdfast.this_clinic());
create policy console_by_client on holdfast.measures as permissive to holdfast_console
  using (clinic_id = holdfast.this_clinic() and exists (
    select from holdfast.clients c where c.clinic_id = measures.clinic_id and c.client_id = measures.client_id));
create policy no_words_for_admins on holdfast.measures as restrictive to holdfast_console
  using (not (select holdfast.is_admin()));
grant select, insert on holdfast.measures to holdfast_console;
