import { expect, test } from 'vitest'
import type { Examination } from '../../src/cli/doctor/finding.ts'
import { aClient, aClinic, aLink, aMessage } from '../store/a-clinic.ts'
import { eachDatabase } from '../support/database.ts'
import { tableOver } from './table.ts'

const HOUR = 3_600_000

eachDatabase('doctor after a standstill', (open) => {
  test('more than twelve hours: every linked client is to be called, until each has written or a week has gone', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await aClient(opened, at.clinic, at.therapist)
    const pending = await aClient(opened, at.clinic, at.therapist)
    await opened.asSuperuser((session) =>
      session.query("update holdfast.links set state = 'ended' where link_id = $1", [pending.link]),
    )
    await aLink(opened, { clinic: at.clinic, client: pending.client }, 'web', false)
    const doctor = async () => {
      const now = await opened.store.time()
      const run = tableOver(opened, at, { world: { now: () => now, newId: () => 'x' } })
      const { findings } = (await run('people.doctor')) as Examination
      return findings.find(({ check }) => check === 'standstill')
    }
    const names = Object.fromEntries(
      (await opened.people.clients(at.clinic)).map(({ id, pseudonym }) => [id, pseudonym]),
    )
    await opened.store.nodeSeen(at.clinic, 'a')
    await opened.advanceTestClock(12 * HOUR - 60_000)
    await opened.store.nodeSeen(at.clinic, 'b')
    expect(await doctor()).toBeUndefined()

    await opened.advanceTestClock(13 * HOUR)
    await opened.store.nodeSeen(at.clinic, 'c')
    const told = await doctor()
    expect(told).toMatchObject({ light: 'bad', cure: expect.stringContaining('Call each') as string })
    expect(told!.says).toContain('for 13 hours')
    expect(told!.says).toContain(names[at.client])
    expect(told!.says).not.toContain(names[pending.client]) // nobody has said that it is them

    await opened.store.receive(aMessage(at))
    expect((await doctor())!.says).not.toContain(names[at.client])
    await opened.advanceTestClock(8 * 24 * HOUR)
    expect(await doctor()).toBeUndefined()
  })
})
