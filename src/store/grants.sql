-- Who may call what. Applied again whenever a function changes; nothing is granted that is not listed.
revoke all on all functions in schema holdfast from public, holdfast_engine, holdfast_console, holdfast_auditor;
revoke all on all functions in schema holdfast_keys from public, holdfast_engine, holdfast_console, holdfast_auditor;

-- The engine: these verbs and nothing else; it cannot name a table.
grant execute on function
  holdfast.pinned_cards(jsonb), holdfast.pinned_before(jsonb), holdfast.pin_card(jsonb),
  holdfast.holdfast_now(), holdfast.sender(jsonb), holdfast.receive(jsonb), holdfast.waiting(jsonb),
  holdfast.load_turn(jsonb), holdfast.plan_of(jsonb), holdfast.commit_turn(jsonb), holdfast.fail_turn(jsonb),
  holdfast.claim(jsonb), holdfast.record_delivery(jsonb), holdfast.node_seen(jsonb),
  holdfast.due_escalations(jsonb), holdfast.advance_escalation(jsonb), holdfast.acknowledge(jsonb),
  holdfast.raise_flag(jsonb), holdfast.clinician_links(jsonb), holdfast.clinician_name(jsonb),
  holdfast.clinician_of(jsonb), holdfast.due_silences(jsonb), holdfast.tell_silence(jsonb),
  holdfast.messages_to_clear(jsonb), holdfast.client_plans(jsonb), holdfast.lead_links(jsonb),
  holdfast.tell_daily(jsonb), holdfast.page_note(jsonb), holdfast.page_change(jsonb), holdfast.page_read(jsonb),
  holdfast.clinic_people(jsonb), holdfast.tell_people(jsonb), holdfast.alarm_budget(jsonb), holdfast.duty_round(jsonb),
  holdfast.answer_round(jsonb), holdfast.round_counts(jsonb), holdfast.round_clients(jsonb), holdfast.due_outcomes(jsonb),
  holdfast.remind_outcome(jsonb), holdfast.give_back(jsonb), holdfast.escalation_place(jsonb), holdfast.close_flag(jsonb),
  holdfast.tell_finding(jsonb), holdfast.sound_of(jsonb), holdfast.keep_copy(jsonb),
  holdfast.sent_over(jsonb), holdfast.due_clearings(jsonb), holdfast.record_clearings(jsonb),
  holdfast.due_meanings(jsonb), holdfast.settle_meaning(jsonb)
  to holdfast_engine;
grant usage on schema holdfast_keys to holdfast_engine;
grant execute on function
  holdfast_keys.keep(uuid, text, text), holdfast_keys.read(uuid, text), holdfast_keys.forget(uuid, text),
  holdfast_keys.all_of(uuid), holdfast_keys.ledger(uuid), holdfast_keys.replace(uuid, text, text, text),
  holdfast_keys.condemn(uuid, uuid, timestamptz), holdfast_keys.condemned(uuid)
  to holdfast_engine;

-- The console: tables under their policies, and what the policies themselves ask.
grant execute on function
  holdfast.holdfast_now(), holdfast.this_clinic(), holdfast.this_clinician(), holdfast.sees_all(),
  holdfast.opened_to_me(), holdfast.is_admin(), holdfast.open_for(jsonb),
  holdfast.append_audit(uuid, text, text, text), holdfast.store_health(uuid), holdfast.list_clinics(),
  holdfast.acknowledge(jsonb), holdfast.change_hands(jsonb), holdfast.write_to_client(jsonb),
  holdfast.fall_silent(uuid, uuid), holdfast.set_reminder(jsonb), holdfast.pin_card(jsonb),
  holdfast.overtake_practice(uuid, uuid),
  holdfast.drop_waiting(uuid, uuid), holdfast.close_flag(jsonb), holdfast.give_back(jsonb),
  holdfast.erase_client(uuid, uuid), holdfast.remove_clinician(jsonb), holdfast.say_farewell(uuid, uuid)
  to holdfast_console;

-- The auditor: what its policies ask, the clock, and the key of a rating; its tables are in migration 0014.
grant execute on function
  holdfast.this_clinic(), holdfast.holdfast_now(), holdfast.list_clinics(), holdfast_keys.read(uuid, text)
  to holdfast_auditor;
