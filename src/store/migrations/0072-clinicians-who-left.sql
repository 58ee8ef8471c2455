-- A clinician who left stays known by name, for the record; nothing reaches them any more.

alter table holdfast.clinicians add column removed_at timestamptz;
