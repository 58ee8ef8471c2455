-- The key ring of a PostgreSQL installation: wrapped data keys, apart from what they open. `holdfast backup`
-- leaves this schema out; it is backed up on its own, with its own retention (design 8). The embedded database
-- keeps its ring in a file instead.
create table holdfast_keys.keys (
  clinic_id uuid not null,
  holder text not null, -- a client's id, or 'clinic'
  wrapped bytea not null,
  made_at timestamptz not null,
  primary key (clinic_id, holder)
);
