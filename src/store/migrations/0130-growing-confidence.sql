-- Opinions that a practice asks for in turn (care C14, C18).
alter table holdfast.ratings drop constraint ratings_scale_check;
alter table holdfast.ratings add constraint ratings_scale_check
  check (scale in ('distress', 'here', 'helped', 'vividness', 'could-tell', 'belief'));
