import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { HoldfastError } from '../../src/core/errors.ts'
import type { Lang } from '../../src/core/ids.ts'
import { createAcknowledge } from '../../src/escalation/acknowledge.ts'
import type { Engine } from '../../src/ports/engine.ts'
import { screening } from '../../src/rails/screen/screen.ts'
import { createReceive, type ReceiveDeps } from '../../src/turn/receive.ts'
import { clinicAtWork, silentLog } from '../support/clinic-at-work.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { aClinicianLink } from '../turn/a-node.ts'

/*
 * STOP and SOS are answered, and a person is told, with each part broken in turn: the flow engine, the risk screen, the
 * staff's channel, the store (design 3 and 12).
 */

type AtWork = Awaited<ReturnType<typeof clinicAtWork>>

const brokenScreen: ReceiveDeps['screen'] = () => {
  throw new Error('the screen is broken')
}
const texts = ({ channel, address }: AtWork) => channel.reads(address.reveal()).map(({ text }) => text)

/** The same clinic, listening through a `receive` in which something is changed. */
async function listeningWith(opened: TestStore, at: AtWork, change: Partial<ReceiveDeps>): Promise<void> {
  const receive = createReceive({
    clinic: at.clinic,
    store: opened.store,
    people: opened.people,
    duty: opened.duty,
    engine: at.engine,
    world: at.world,
    log: silentLog,
    lang: 'en' as Lang,
    screen: screening,
    acknowledge: createAcknowledge({ duty: opened.duty, clinic: at.clinic }),
    wake: () => {},
    alarm: () => {},
    withTimeout: (work) => work,
    ...change,
  })
  await at.channel.start((message) => receive(message, at.channel))
}

async function delivered(at: AtWork): Promise<void> {
  for (let sent = await at.deliver(); sent > 0; sent = await at.deliver());
}

eachDatabase('STOP and SOS', (open) => {
  test('are answered while no turn can be taken', async () => {
    const opened = await open()
    const at = await clinicAtWork(opened)
    const step = (): never => {
      throw new Error('the flow engine is broken')
    }
    const engine: Engine = { ...at.engine, step }
    await listeningWith(opened, at, { engine })
    await at.says('stop')
    await delivered(at)
    await at.says('SOS')
    await delivered(at)
    expect(texts(at)[0]).toMatch(/^Stopped/)
    expect(texts(at).join('\n')).toContain('000')
    expect((await opened.people.flags(at.clinic))[0]).toMatchObject({ level: 'red' })
  })

  test('are answered while the screen is broken, and words that nobody read are for a person to look at', async () => {
    const opened = await open()
    const at = await clinicAtWork(opened)
    await listeningWith(opened, at, { screen: brokenScreen })
    await at.says('stop')
    await at.says('the sea')
    await delivered(at)
    expect(texts(at)[0]).toMatch(/^Stopped/)
    const [flag] = await opened.people.flags(at.clinic)
    expect(flag).toMatchObject({ level: 'amber' })
    expect(JSON.stringify(flag?.reasons)).toContain('screen.failed')
    await at.says('SOS')
    await delivered(at)
    expect(texts(at).join('\n')).toContain('000')
  })

  test('are answered while every notice to the staff fails, and the chain goes on', async () => {
    const opened = await open()
    const at = await clinicAtWork(opened)
    const robin = await aClinicianLink(opened, at, at.therapist)
    at.channel.beforeSend = ({ to }) => {
      if (to === robin.address) throw new Error('the staff channel is broken')
    }
    await at.says('SOS')
    await at.work()
    expect(texts(at).join('\n')).toContain('000')
    expect(at.channel.reads(robin.address)).toEqual([])
    at.channel.beforeSend = () => {}
    await opened.advanceTestClock(20 * 60_000)
    await at.work()
    expect(at.channel.reads(robin.address).length).toBeGreaterThan(0)
  })

  describe('while the store is down', () => {
    test.each(['stop', 'SOS', 'I want to kill myself'])(
      '%s gets the card from memory, and the alarm is raised',
      async (words) => {
        const opened = await open()
        const at = await clinicAtWork(opened)
        const down = async (): Promise<never> => {
          throw new HoldfastError('store.down', 'The store does not answer.', { retry: 'later' })
        }
        const alarms: string[] = []
        await listeningWith(opened, at, {
          store: { sender: down, receive: down, settleMeaning: down },
          alarm: () => void alarms.push(randomUUID()),
        })
        await expect(at.says(words)).rejects.toMatchObject({ code: 'store.down' })
        expect(texts(at)[0]).toMatch(/^I am not working properly right now/)
        expect(alarms).toHaveLength(1)
      },
    )
  })
})
