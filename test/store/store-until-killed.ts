import { openStore } from '../../src/store/open-store.ts'
import { TEST_MASTER_KEY, type TestStore } from '../support/database.ts'
import { aClinic, aMessage } from './a-clinic.ts'

/** Stores messages in the folder given and says the id of each once it is stored, until somebody kills it. */
const [folder = ''] = process.argv.slice(2)
const opened = await openStore({ masterKey: TEST_MASTER_KEY, database: { kind: 'embedded', folder } })
const at = await aClinic(opened as TestStore)
for (;;) {
  const message = aMessage(at)
  await opened.store.receive(message)
  process.stdout.write(`${at.clinic} ${at.client} ${message.id}\n`)
}
