import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openStore } from '../../../src/store/open-store.ts'
import { TEST_MASTER_KEY, type TestStore } from '../../support/database.ts'
import { aClient, aClinic } from '../a-clinic.ts'

const RING = ['key-ring.json', 'erasures.jsonl']

test('a restored backup from before an erasure does not bring the client back', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-restored-'))
  const backup = `${folder}-backup`
  onTestFinished(() => {
    for (const path of [folder, backup]) rmSync(path, { recursive: true, force: true })
  })
  const open = () => openStore({ masterKey: TEST_MASTER_KEY, database: { kind: 'embedded', folder } })

  const first = await open()
  const at = await aClinic(first as TestStore)
  const { client: other } = await aClient(first as TestStore, at.clinic, at.therapist)
  await first.people.discharge({ clinic: at.clinic, client: at.client, afterDischarge: 'nobody', by: 'operator' })
  await first.close()
  cpSync(folder, backup, { recursive: true })

  const second = await open()
  expect(await second.records.erase(at.clinic, at.client, 'operator')).toMatchObject({ client: at.client })
  await second.close()

  // The data of before; the keys and the ledger stay where they are, which is how a restore is done.
  for (const kept of RING) cpSync(join(folder, kept), join(backup, kept))
  rmSync(folder, { recursive: true })
  cpSync(backup, folder, { recursive: true })

  const third = await open()
  expect((await third.people.clients(at.clinic)).map(({ id }) => id)).toEqual([other])
  expect(await third.records.everything(at.clinic, at.client, 'operator')).toBeNull()
  await third.close()
})
