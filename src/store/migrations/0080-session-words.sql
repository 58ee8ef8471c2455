-- Words from a session that clients are shown as they stand, and who could care or protect, for the session.

alter table holdfast.keepsakes drop constraint keepsakes_kind_check;
alter table holdfast.keepsakes add constraint keepsakes_kind_check check (kind in (
  'place', 'cue-word', 'name', 'other-place', 'sentence', 'need', 'younger-self', 'carer', 'protector',
  'card-one', 'card-two', 'card-three', 'new-dream', 'reminder',
  'plan-signs', 'plan-alone', 'plan-company', 'plan-helpers', 'plan-professionals', 'plan-means'));
