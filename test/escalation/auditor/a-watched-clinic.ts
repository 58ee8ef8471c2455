import { randomUUID } from 'node:crypto'
import { createAwaitOutcome } from '../../../src/escalation/await-outcome.ts'
import { audit } from '../../../src/escalation/auditor/audit.ts'
import { MINUTE, PATIENCE } from '../../../src/escalation/auditor/patience.ts'
import { createRounds } from '../../../src/escalation/rounds.ts'
import type { ClinicianId, EscalationId } from '../../../src/core/ids.ts'
import { clinicAtWork, silentLog } from '../../support/clinic-at-work.ts'
import type { TestStore } from '../../support/database.ts'
import { clockTo } from '../../support/daytime.ts'
import { aClinicianLink, saveSettings, settingsOf } from '../../turn/a-node.ts'

export const WELCOME = ['hello', 'Yes, I want this', 'Go on without trying', 'Go on without trying', 'No, not now']
export const TO_THE_SCALE = ['menu', 'My place', 'the old oak', 'acorn', 'Yes, ready']

/** A clinic whose every duty works when told to, on a Monday at 07:00; Robin is the chain and can be reached. */
export async function aWatchedClinic(opened: TestStore) {
  const at = await clinicAtWork(opened)
  const { clinic } = at
  const now = (await opened.store.time()).toTemporalInstant().toZonedDateTimeISO('UTC')
  await clockTo(opened, now.add({ days: 8 - now.dayOfWeek }).withPlainTime('07:00'))
  const robin = await aClinicianLink(opened, at, at.therapist)
  await saveSettings(opened, at, { zone: 'UTC', cover: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '18:00' }] })

  let clock = await opened.store.time()
  const deps = {
    duty: opened.duty,
    people: opened.people,
    peopleAs: (by: ClinicianId) => opened.peopleAs(by),
    settingsOf: () => settingsOf(opened, clinic),
    consoleUrl: 'https://clinic.example/console',
    world: { now: () => clock, newId: randomUUID },
    log: silentLog,
  }
  const others = [createRounds(deps), createAwaitOutcome(deps)]
  const work = async () => {
    clock = await opened.store.time()
    for (const duty of others) await duty(clinic)
    await at.work()
  }
  const open = async () =>
    (
      await opened.asSuperuser((session) =>
        session.query<{ id: EscalationId }>(
          'select escalation_id as id from holdfast.escalations where clinic_id = $1 and closed_at is null',
          [clinic],
        ),
      )
    )[0]?.id
  return {
    ...at,
    robin,
    work,
    /** Says one thing after the other, a minute apart, and every duty is done. */
    say: async (...lines: string[]) => {
      for (const line of lines) {
        await at.says(line)
        await work()
        await opened.advanceTestClock(MINUTE)
        await work()
      }
    },
    /** Time passes; `idle`: nothing works meanwhile. */
    passes: async (minutes: number, how: 'at-work' | 'idle' = 'at-work', step = 5) => {
      if (how === 'idle') return opened.advanceTestClock(minutes * MINUTE)
      for (let left = minutes; left > 0; left -= step) {
        await opened.advanceTestClock(Math.min(step, left) * MINUTE)
        await work()
      }
    },
    acknowledge: async () => {
      const id = await open()
      if (!id) throw new Error('no escalation is open')
      await opened.duty.acknowledge(clinic, id, at.therapist)
      return id
    },
    /** What the auditor says now. */
    found: async () => {
      const facts = await opened.auditor.facts(clinic, PATIENCE.lookBackHours * 60 * MINUTE)
      return audit(facts).map(({ omission }) => omission)
    },
    /** Tampers with rows of this clinic, past every policy. */
    tamper: (statement: string) => opened.asSuperuser((session) => session.query(statement, [clinic])),
  }
}

export type WatchedClinic = Awaited<ReturnType<typeof aWatchedClinic>>
