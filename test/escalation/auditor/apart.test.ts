import { randomBytes } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import type { AskId } from '../../../src/core/ids.ts'
import { auditApart } from '../../../src/wire-auditor.ts'
import { eachDatabase, TEST_MASTER_KEY } from '../../support/database.ts'
import { aLog } from '../../turn/a-node.ts'
import { aWatchedClinic, TO_THE_SCALE, WELCOME } from './a-watched-clinic.ts'

eachDatabase('an auditor of its own', (open, kind) => {
  test.skipIf(kind === 'pglite')('needs no more than a login that is a member of holdfast_auditor', async () => {
    const opened = await open()
    const at = await aWatchedClinic(opened)
    const role = `watch_${randomBytes(4).toString('hex')}`
    await opened.asSuperuser((session) =>
      session.run(`create role ${role} login password 'test'; grant holdfast_auditor to ${role}`),
    )
    const url = new URL(opened.urls!.app)
    url.username = role
    const log = aLog()
    const database = { kind: 'postgresql', url: url.href, ownerUrl: null, singleRole: false } as const
    const apart = auditApart(
      { database, masterKey: TEST_MASTER_KEY, nextKey: null, notifyWebhookUrl: null },
      { world: { ...at.world, now: () => new Date(0) }, log, wait: () => Promise.resolve() },
    )
    onTestFinished(async () => {
      await apart.close()
      await opened.asSuperuser((session) => session.run(`drop role ${role}`))
    })
    // A 9 is sealed: it is read with the key, through the key ring.
    await at.say(...WELCOME, ...TO_THE_SCALE, '9', 'Not sure')
    await at.tamper('delete from holdfast.latches where clinic_id = $1')
    await at.passes(5, 'idle')
    expect(await apart.once()).toMatchObject([{ omission: 'red-without-latch' }])
    expect(log.lines.map(({ event }) => event)).toEqual(['auditor.finding', 'alarm'])
  })

  test.skipIf(kind !== 'pglite')('says where it can be had instead, beside the embedded database', () => {
    const database = { kind: 'embedded', folder: 'x' } as const
    const config = { database, masterKey: TEST_MASTER_KEY, nextKey: null, notifyWebhookUrl: null }
    const given = { world: { now: () => new Date(0), newId: () => '', newAskId: () => '' as AskId }, log: aLog() }
    expect(() => auditApart(config, { ...given, wait: () => Promise.resolve() })).toThrow('holdfast auditor --once')
  })
})
