-- One flag per client stands open; a signal joins it, its level only rises (care C24). Red and black also raise
-- the latch (care C6) and open an escalation, or join the open one. If the level rises, whoever had taken it has
-- taken something smaller: flag and escalation are open again and the chain starts anew, at the time that cover
-- gives to the new signal.
create or replace function holdfast.add_flag(p_clinic uuid, p_client uuid, p_flag jsonb, p_now timestamptz)
  returns void language plpgsql as $$
declare
  c_levels constant text[] := array['info', 'amber', 'red', 'black'];
  v_level text := p_flag->>'level';
  v_reason jsonb := jsonb_strip_nulls(jsonb_build_object(
    'rule', p_flag->>'rule', 'at', p_now, 'note', p_flag->>'note',
    'detail', case when jsonb_array_length(p_flag->'detail') > 0 then p_flag->'detail' end));
  v_new jsonb := nullif(p_flag->'escalation', 'null');
  v_flag flags;
  v_rises boolean;
begin
  select * into v_flag from flags
  where clinic_id = p_clinic and client_id = p_client and state <> 'closed' for update;
  if not found then
    v_rises := true;
    insert into flags (clinic_id, flag_id, client_id, level, reasons, raised_at, amber_at)
    values (p_clinic, (p_flag->>'id')::uuid, p_client, v_level, jsonb_build_array(v_reason), p_now,
      case when v_level = 'amber' then p_now end)
    returning * into v_flag;
  else
    v_rises := array_position(c_levels, v_level) > array_position(c_levels, v_flag.level);
    update flags set
      reasons = reasons || v_reason,
      level = case when v_rises then v_level else level end,
      amber_at = case when v_rises and v_level = 'amber' then p_now else amber_at end,
      state = case when v_rises then 'open' else state end,
      taken_by = case when v_rises then null else taken_by end,
      taken_at = case when v_rises then null else taken_at end
    where clinic_id = p_clinic and flag_id = v_flag.flag_id;
  end if;

  if v_level in ('red', 'black') then
    perform raise_latch(p_clinic, p_client, case when p_flag->>'rule' like 'rating-%' then 'rating' else 'signal' end, p_now);
    if v_rises then
      update acknowledgements set ended_at = p_now
      where clinic_id = p_clinic and ended_at is null and escalation_id in (
        select escalation_id from escalations where clinic_id = p_clinic and client_id = p_client and closed_at is null);
      update escalations set level = v_level, rung = 0, rounds = 0, acknowledged_by = null, acknowledged_at = null,
        next_at = coalesce((v_new->>'firstNoticeAt')::timestamptz, p_now),
        deadline_at = coalesce((v_new->>'deadlineAt')::timestamptz, deadline_at),
        chain = coalesce(v_new->'chain', chain), covered = coalesce((v_new->>'covered')::boolean, covered),
        needed = coalesce((v_new->>'needed')::integer, needed)
      where clinic_id = p_clinic and client_id = p_client and closed_at is null;
    end if;
    if v_new is not null then
      insert into escalations (clinic_id, escalation_id, client_id, flag_id, level, opened_at, chain, covered, needed,
                               next_at, deadline_at)
      values (p_clinic, (v_new->>'id')::uuid, p_client, v_flag.flag_id, v_level, p_now, v_new->'chain',
              (v_new->>'covered')::boolean, (v_new->>'needed')::integer,
              (v_new->>'firstNoticeAt')::timestamptz, (v_new->>'deadlineAt')::timestamptz)
      on conflict (clinic_id, client_id) where closed_at is null do nothing;
    end if;
  end if;
  -- Silence after red: whoever has it is told once more (care C9).
  if p_flag->>'rule' = 'no-answer' then
    update escalations set silent_since = p_now, silence_told_at = null
    where clinic_id = p_clinic and client_id = p_client and closed_at is null;
  end if;
  update clients set version = version + 1 where clinic_id = p_clinic and client_id = p_client;
end $$;
