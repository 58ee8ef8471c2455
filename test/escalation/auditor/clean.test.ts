import { expect, test } from 'vitest'
import type { ClinicId } from '../../../src/core/ids.ts'
import { createLook, createTellLeads } from '../../../src/escalation/auditor/look.ts'
import { claimed, texts } from '../../store/a-clinic.ts'
import { eachDatabase } from '../../support/database.ts'
import { aLog } from '../../turn/a-node.ts'
import { aWatchedClinic, TO_THE_SCALE, WELCOME, type WatchedClinic } from './a-watched-clinic.ts'

const THROUGH = ['Ready', 'Skip', 'Skip', 'Enough for now', 'I have looked around']

/** Everything is done at its time, and looked at every so many minutes; says what was found, and when. */
async function watched(at: WatchedClinic, minutes: number, step: number): Promise<string[]> {
  const found: string[] = []
  for (let passed = 0; passed < minutes; passed += step) {
    await at.passes(step, 'at-work', step)
    found.push(...(await at.found()).map((omission) => `${passed + step}: ${omission}`))
  }
  return found
}

eachDatabase('where everything is done', (open) => {
  test(
    'the auditor finds nothing: a practice, SOS and silence, a lapse, red words at night, and a fortnight',
    { timeout: 240_000 },
    async () => {
      const opened = await open()
      const at = await aWatchedClinic(opened)
      await at.say(...WELCOME, ...TO_THE_SCALE, '3', '8', ...THROUGH, '2', '8')
      expect(await watched(at, 3 * 60, 5)).toEqual([])

      // In covered hours: nobody acknowledges for an hour, the client is silent; then somebody does, and says nothing.
      await at.say('sos')
      expect(await watched(at, 60, 5)).toEqual([])
      await at.acknowledge()
      expect(await watched(at, 3 * 60, 5)).toEqual([])
      const escalation = await at.acknowledge()
      await opened.duty.closeEscalation(at.clinic, escalation, { kind: 'called', words: null }, at.therapist)
      expect(await watched(at, 10 * 60, 15)).toEqual([])

      // Outside them: it waits for the morning, and a practice is left in the middle.
      await at.say('I want to die')
      expect(await watched(at, 12 * 60, 10)).toEqual([])
      const other = await at.acknowledge()
      await opened.duty.closeEscalation(at.clinic, other, { kind: 'wrote', words: null }, at.therapist)
      expect(await watched(at, 14 * 24 * 60, 120)).toEqual([])
    },
  )
})

eachDatabase('a finding', (open) => {
  test('is logged and sounds the alarm once, and is told to the leads once, without a name or a word', async () => {
    const opened = await open()
    const at = await aWatchedClinic(opened)
    const log = aLog()
    const alarms: ClinicId[] = []
    const tell = createTellLeads({ duty: opened.duty, world: at.world })
    const node = () => createLook({ auditor: opened.auditor, tell, alarm: () => void alarms.push(at.clinic), log })
    const look = node()
    await at.says('nobody takes this up')
    await at.passes(10, 'idle')
    expect((await look(at.clinic)).map(({ omission }) => omission)).toEqual(['message-not-taken-up'])
    expect(await look(at.clinic)).toHaveLength(1)
    expect([log.lines.length, alarms.length]).toEqual([1, 1])
    expect(log.lines[0]).toMatchObject({ event: 'auditor.finding', fields: { omission: 'message-not-taken-up' } })

    const rows = (await claimed(opened, at)).filter(({ lane }) => lane === 'notice')
    expect(rows.map(({ address }) => address.reveal())).toEqual([at.robin.address])
    expect(texts(rows)[0]).toMatch(/^AUDITOR\. A message was stored and nothing took it up\./)
    const pseudonym = (await opened.auditor.facts(at.clinic, 60_000)).clients[0]?.pseudonym ?? ''
    expect(texts(rows)[0]).not.toContain(pseudonym)

    // Another node finds the same: it is told already.
    await node()(at.clinic)
    expect((await claimed(opened, at)).filter(({ lane }) => lane === 'notice')).toEqual([])
  })
})
