-- After a receipt for a clinician's notice. Reached: the same notice on the person's other links is spared, also one
-- that comes back unsent. Refused: the next link's turn has come; and if nobody of this step can be reached any more,
-- the obligation moves on at once instead of waiting for nobody (P8). Not in rounds of all hands, which would then
-- turn without end.
create or replace function holdfast.settle_notice(p_row holdfast.outbox, p_now timestamptz) returns void
  language plpgsql as $$
begin
  if exists (select from holdfast.outbox o where o.clinic_id = p_row.clinic_id and o.person_notice = p_row.person_notice
             and o.state = 'sent') then
    update holdfast.outbox set state = 'spared', settled_at = p_now
    where clinic_id = p_row.clinic_id and person_notice = p_row.person_notice and state = 'waiting';
  elsif p_row.state = 'refused' then
    update holdfast.outbox set not_before = least(not_before, p_now)
    where clinic_id = p_row.clinic_id and outbox_id = (
      select o.outbox_id from holdfast.outbox o where o.clinic_id = p_row.clinic_id
        and o.person_notice = p_row.person_notice and o.state = 'waiting' order by o.seq limit 1);
    update holdfast.escalations e set next_at = p_now
    where e.clinic_id = p_row.clinic_id and e.escalation_id = p_row.escalation_id and e.rounds = 0
      and e.closed_at is null and e.next_at > p_now
      and not exists (select from holdfast.outbox o where o.clinic_id = e.clinic_id
                      and o.escalation_id = e.escalation_id and o.created_at = p_row.created_at and o.state <> 'refused');
  end if;
end $$;
