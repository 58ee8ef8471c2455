-- A sealed value as base64 without line breaks, to travel inside JSON.
create or replace function holdfast.as_text(p_sealed bytea) returns text
  language sql immutable parallel safe
  return translate(encode(p_sealed, 'base64'), E'\n', '');
