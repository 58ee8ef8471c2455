-- Over which link a row went out: a practice line is written for no link, and goes over the client's last one.
alter table holdfast.outbox add column sent_over uuid;
