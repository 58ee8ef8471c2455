-- More of the client's own words: a backup place, a comforting sentence, today's need, a name for the younger self.

alter table holdfast.keepsakes drop constraint keepsakes_kind_check;
alter table holdfast.keepsakes add constraint keepsakes_kind_check check (kind in (
  'place', 'cue-word', 'name', 'other-place', 'sentence', 'need', 'younger-self',
  'plan-signs', 'plan-alone', 'plan-company', 'plan-helpers', 'plan-professionals', 'plan-means'));
