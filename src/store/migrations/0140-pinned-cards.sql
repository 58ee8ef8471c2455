-- The card that stands pinned above a client's chat is found at each look without reading the conversation after it.
create index transcript_pinned_cards on holdfast.transcript (clinic_id, client_id, seq) where step = 'pinned-card';
