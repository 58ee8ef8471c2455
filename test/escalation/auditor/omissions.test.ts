import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { OMISSIONS, type Omission } from '../../../src/escalation/auditor/finding.ts'
import { OMISSION_WORDS } from '../../../src/escalation/auditor/finding-words.ts'
import type { RowId } from '../../../src/core/ids.ts'
import { eachDatabase, type TestStore } from '../../support/database.ts'
import { aWatchedClinic, TO_THE_SCALE, WELCOME, type WatchedClinic } from './a-watched-clinic.ts'

/*
 * Each omission on real SQL: something is left undone or its row is taken away, and ten minutes after it was due the
 * auditor names exactly that.
 */

/** A red signal that was answered, told and acknowledged; the client wrote again. */
async function aRed(at: WatchedClinic) {
  await at.say('sos', 'Not sure')
  await at.acknowledge()
}

type Mutation = (at: WatchedClinic, opened: TestStore) => Promise<unknown>

const MUTATIONS: Readonly<Record<Omission, Mutation>> = {
  'message-not-taken-up': async (at) => {
    await at.says('hello')
    await at.passes(10, 'idle')
  },
  'message-unscreened': async (at) => {
    await at.say('hello')
    await at.tamper(`update holdfast.inbox set screen = '{}' where clinic_id = $1`)
  },
  'meaning-not-read': async (at, opened) => {
    // Its node is gone with its model, and no other looks.
    await at.say('hello')
    await at.tamper(`update holdfast.inbox set meaning = 'due', meaning_wary = false where clinic_id = $1`)
    await opened.advanceTestClock(60_000)
  },
  'red-without-flag': async (at) => {
    await aRed(at)
    for (const table of ['acknowledgements', 'escalations', 'flags'])
      await at.tamper(`delete from holdfast.${table} where clinic_id = $1`)
    await at.passes(10, 'idle')
  },
  'flag-without-escalation': async (at) => {
    await aRed(at)
    for (const table of ['acknowledgements', 'escalations'])
      await at.tamper(`delete from holdfast.${table} where clinic_id = $1`)
    await at.passes(10, 'idle')
  },
  'red-without-latch': async (at) => {
    await aRed(at)
    await at.tamper('delete from holdfast.latches where clinic_id = $1')
    await at.passes(10, 'idle')
  },
  'red-without-answer': async (at) => {
    await aRed(at)
    await at.tamper(`delete from holdfast.receipts where clinic_id = $1 and lane = 'crisis'`)
    await at.passes(10, 'idle')
  },
  'nobody-told': async (at) => {
    await at.say('sos', 'Not sure')
    await at.tamper('delete from holdfast.receipts where clinic_id = $1 and escalation_id is not null')
    await at.passes(10, 'idle')
  },
  'next-not-told': async (at) => {
    await at.say('sos', 'Not sure')
    await at.passes(15 + 10, 'idle')
  },
  'outcome-overdue': async (at) => {
    await aRed(at)
    await at.passes(60 + 10, 'idle')
  },
  'silence-untold': async (at) => {
    await at.say('sos')
    await at.acknowledge()
    await at.passes(15 + 10, 'idle')
  },
  'practice-not-ended': async (at) => {
    await at.say(...WELCOME, ...TO_THE_SCALE, '3', '8')
    await at.passes(60 + 10, 'idle')
  },
  'round-not-told': async (at) => at.passes(100, 'idle'),
  'amber-unseen': async (at, opened) => {
    const flag = { id: randomUUID() as RowId, level: 'amber', rule: 'blocked', note: null, detail: [] } as const
    await opened.duty.raiseFlag(at.clinic, at.client, { ...flag, escalation: null })
    await at.passes(10)
    await at.tamper(`update holdfast.flags set amber_at = amber_at - interval '2 days' where clinic_id = $1`)
  },
  'sent-after-discharge': async (at, opened) => {
    await at.say('hello')
    const { clinic, client } = at
    await opened.people.discharge({ clinic, client, afterDischarge: 'nobody', by: 'operator' })
    await at.tamper(
      `update holdfast.receipts set begun_at = begun_at + interval '10 minutes' where clinic_id = $1 and client_id is not null`,
    )
  },
  'practice-line-after-stop': async (at) => {
    await at.say(...WELCOME, ...TO_THE_SCALE, 'stop')
    await at.tamper(
      `update holdfast.receipts set begun_at = begun_at + interval '10 minutes' where clinic_id = $1 and lane = 'practice'`,
    )
  },
}

eachDatabase('the auditor', (open) => {
  test.each(OMISSIONS)('notices %s, and nothing else', async (omission) => {
    const opened = await open()
    const at = await aWatchedClinic(opened)
    expect(await at.found()).toEqual([])
    await MUTATIONS[omission](at, opened)
    expect([...new Set(await at.found())]).toEqual([omission])
  })

  test('notices no meaning that is read within a minute, and one that stays unread as the one that was due', async () => {
    const opened = await open()
    const at = await aWatchedClinic(opened)
    await at.says('hello')
    await at.work()
    await at.tamper(`update holdfast.inbox set meaning = 'due', meaning_wary = false where clinic_id = $1`)
    await opened.advanceTestClock(59_000)
    expect(await at.found()).toEqual([])
    await opened.advanceTestClock(1_000)
    expect(await at.found()).toEqual(['meaning-not-read'])
    await at.tamper(`update holdfast.inbox set meaning = 'unread' where clinic_id = $1`)
    expect(await at.found()).toEqual(['meaning-not-read'])
    for (const settled of ['raised', 'read']) {
      await at.tamper(`update holdfast.inbox set meaning = '${settled}' where clinic_id = $1`)
      expect(await at.found()).toEqual([])
    }
  })

  test('notices a rating of 9 that has no flag', async () => {
    const opened = await open()
    const at = await aWatchedClinic(opened)
    await at.say(...WELCOME, ...TO_THE_SCALE, '9')
    await at.acknowledge()
    await at.say('Not sure')
    expect(await at.found()).toEqual([])
    for (const table of ['acknowledgements', 'escalations', 'flags'])
      await at.tamper(`delete from holdfast.${table} where clinic_id = $1`)
    expect(await at.found()).toEqual(['red-without-flag'])
  })

  test('looks with a login that can write nothing and read no words', async () => {
    const opened = await open()
    const { clinic } = await aWatchedClinic(opened)
    const tries = [
      'update holdfast.flags set level = level',
      'delete from holdfast.receipts',
      'select body from holdfast.inbox',
      'select body from holdfast.transcript',
      'select rung from holdfast.escalations',
      'select state from holdfast.outbox',
      'select due_at from holdfast.timers',
      'select told_at from holdfast.told_daily',
    ]
    for (const statement of tries)
      await expect(
        opened.database.asAuditor(async (sql) => {
          await sql.query("select set_config('holdfast.clinic', $1::text, true)", [clinic])
          await sql.query(statement)
        }),
      ).rejects.toMatchObject({ code: 'store.refused' })
  })
})

test('docs/escalation.md lists every omission', () => {
  const page = readFileSync(new URL('../../../docs/escalation.md', import.meta.url), 'utf8')
  expect(OMISSIONS.filter((omission) => !page.includes(`\`${omission}\``))).toEqual([])
  expect(Object.keys(OMISSION_WORDS)).toEqual([...OMISSIONS])
})
