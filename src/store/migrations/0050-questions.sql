-- What the screen found in the last days: looked up with each message, whose commit must stay short.
create index inbox_signals on holdfast.inbox (clinic_id, client_id, received_at)
  where screen->>'level' <> 'none';
