import { expect, test } from 'vitest'
import type { CommandDeps, NoticeAddress } from '../../src/cli/operate/commands.ts'
import type { Notice } from '../../src/core/message.ts'
import { Private } from '../../src/core/private.ts'
import { createAcknowledge } from '../../src/escalation/acknowledge.ts'
import { aClinic, claimed } from '../store/a-clinic.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { aClinicianLink } from '../turn/a-node.ts'
import { NO_FLOWS, tableOver } from './table.ts'

async function aDesk(opened: TestStore, change: Partial<CommandDeps> = {}) {
  const at = await aClinic(opened)
  const sent: { to: string; notice: Notice }[] = []
  const run = tableOver(opened, at, {
    library: NO_FLOWS,
    webhookKey: () => 'ab',
    tellAt: async ({ address }: NoticeAddress, notice: Notice) => {
      sent.push({ to: address.reveal(), notice })
      return { kind: 'sent', id: 'x' }
    },
    ...change,
  })
  const channels = async () => (await opened.people.clinicians(at.clinic)).find(({ id }) => id === at.therapist)?.linked
  return { at, sent, run, channels }
}

const MAIL = { clinician: 'Robin Reed', channel: 'mail', address: 'Robin@clinic.example' }

eachDatabase('where notices go', (open) => {
  test('an address enters only with the code that came to it', async () => {
    const { sent, run, channels } = await aDesk(await open())
    await run('duty.reach', MAIL)
    expect(await channels()).toEqual([])
    expect(sent[0]?.to).toBe('robin@clinic.example')
    const code = sent[0]?.notice.about?.ref ?? ''
    expect(sent[0]?.notice.text).toContain(code)
    await expect(run('duty.reach', { ...MAIL, code: 'nonsense' })).rejects.toThrow('not the one sent')
    await expect(run('duty.reach', { ...MAIL, address: 'other@clinic.example', code })).rejects.toThrow(
      'not the one sent',
    )
    await run('duty.reach', { ...MAIL, code: code.toUpperCase() })
    expect(await channels()).toEqual(['mail'])
    await expect(run('duty.reach', { ...MAIL, code })).rejects.toThrow('not the one sent')
  })

  test('a code is forgotten after an hour', async () => {
    const opened = await open()
    const { sent, run } = await aDesk(opened)
    await run('duty.reach', MAIL)
    await opened.advanceTestClock(60 * 60_000 + 1)
    await expect(run('duty.reach', { ...MAIL, code: sent[0]?.notice.about?.ref })).rejects.toThrow('an hour old')
  })

  test('a test notice goes to every link, and one press is the proof', async () => {
    const opened = await open()
    const { at, run } = await aDesk(opened)
    await expect(run('duty.test', { clinician: 'Robin Reed' })).rejects.toThrow('No channel reaches Robin Reed')
    const { address } = await aClinicianLink(opened, at, at.therapist)
    expect(await run('duty.test', { clinician: 'Robin Reed' })).toMatchObject({ links: ['telegram'] })
    const [row] = await claimed(opened, at)
    expect(row?.message).toMatchObject({ kind: 'notice', buttons: [{ token: 'ack:test' }] })
    const acknowledge = createAcknowledge({ duty: opened.duty, clinic: at.clinic })
    const answer = await acknowledge('test', { channel: 'telegram', address: new Private(address) })
    expect(answer?.text).toContain('reach you here')
    expect((await opened.duty.people(at.clinic))[0]?.links[0]?.answeredAt).toBeInstanceOf(Date)
  })

  test.each([
    [{ ...MAIL, address: 'robin' }, {}, 'robin@clinic.example'],
    [{ ...MAIL, channel: 'webhook', address: 'a b' }, {}, 'letters, digits'],
    [{ ...MAIL, channel: 'fax' }, {}, 'channel'],
    [MAIL, { tellAt: async () => 'not-set-up' as const }, 'set SMTP_URL'],
    [MAIL, { tellAt: async () => ({ kind: 'refused', why: 'gone' }) as const }, 'Check the address'],
  ])('%j is refused with the cure', async (asked, change, says) => {
    const { run } = await aDesk(await open(), change)
    await expect(run('duty.reach', asked)).rejects.toThrow(says)
  })
})
