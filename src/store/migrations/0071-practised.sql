-- Which practices a client has done at least once: from then on they need nobody beside them.

create index practices_done on holdfast.practices (clinic_id, client_id, flow) where outcome = 'done';
