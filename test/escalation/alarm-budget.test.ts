import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { RowId } from '../../src/core/ids.ts'
import { eachDatabase } from '../support/database.ts'
import { aClinicianLink } from '../turn/a-node.ts'
import { aClinic, aFlag, aMessage, claimed, sent } from '../store/a-clinic.ts'

const WEEK = 7 * 24 * 3_600_000

eachDatabase('what alarms cost', (open) => {
  test('is counted by rule from flags, outcomes and notices that arrived', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const { clinic } = at
    const { link } = await aClinicianLink(opened, at, at.therapist)
    const amber = async (outcome: 'called' | 'no-concern') => {
      await opened.store.receive(
        aMessage(at, { flag: aFlag(at, { level: 'amber', rule: 'rating-8', escalation: null }) }),
      )
      const standing = (await opened.people.flags(clinic)).find(({ state }) => state !== 'closed')
      await opened.people.closeFlag(clinic, standing!.id, { kind: outcome, words: 'because' }, 'Dr Reed')
    }
    await amber('called')
    await amber('no-concern')
    await opened.advanceTestClock(2 * WEEK)
    await opened.store.receive(aMessage(at, { flag: aFlag(at, { rule: 'sos' }) }))
    const [due] = await opened.duty.dueEscalations(clinic)
    const notice = { kind: 'notice', text: 'RED', buttons: [] } as const
    await opened.duty.advance({
      clinic,
      escalation: due!.id,
      fromRung: 0,
      fromRounds: 0,
      toRung: 1,
      toRounds: 0,
      nextAfterMs: 1_000,
      notices: [{ id: randomUUID() as RowId, link, notice }],
    })
    await sent(opened, at, await claimed(opened, at))
    const found = await opened.duty.alarmCounts(clinic, 28)
    expect(found.clientWeeks).toBeCloseTo(2, 2)
    expect(found.rules).toEqual([
      { rule: 'rating-8', flags: 2, ambers: 2, judged: 2, useful: 1 },
      { rule: 'sos', flags: 1, ambers: 0, judged: 0, useful: 0 },
    ])
    expect(found.interruptions).toMatchObject([{ clinician: at.therapist }])
    expect((await opened.duty.alarmCounts(clinic, 7)).rules.map(({ rule }) => rule)).toEqual(['sos'])
  })
})
