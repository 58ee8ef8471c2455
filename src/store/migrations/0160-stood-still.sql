-- From when to `up_since` nobody lived: after a long standstill the clinic calls whoever has not been heard since (care C23).
alter table holdfast.clinics add column down_since timestamptz;
