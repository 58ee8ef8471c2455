import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ClientId } from '../../../src/core/ids.ts'
import { Private } from '../../../src/core/private.ts'
import { aClinic, PLAN } from '../../store/a-clinic.ts'
import { signAll } from '../../support/clinic-at-work.ts'
import { openMemoryStore } from '../../support/database.ts'
import { buttonOf, onSlack, openSlack } from './on-slack.ts'

/* The whole way over a third party's Slack, with its own scopes and messages: pairing, a practice by buttons, a 9, a therapist told. */

const CODES = { client: 'a-code-of-22-character', clinician: 'b-code-of-22-character' }
let slack: Awaited<ReturnType<typeof openSlack>>

beforeAll(async () => {
  slack = await openSlack()
})
afterAll(() => slack.close())

test(
  'a client pairs, is confirmed, practises, taps 9, and the therapist acknowledges with a button',
  { timeout: 60_000 },
  async () => {
    const opened = await openMemoryStore()
    const at = await aClinic(opened)
    await signAll(opened, at.clinic)
    const client = randomUUID() as ClientId
    await opened.people.addClient({
      clinic: at.clinic,
      id: client,
      name: new Private('Alex'),
      owner: at.therapist,
      plan: PLAN,
      by: 'operator',
    })
    for (const [code, whose] of [
      [CODES.client, { kind: 'client', id: client }],
      [CODES.clinician, { kind: 'clinician', id: at.therapist }],
    ] as const) {
      const codeHash = createHash('sha256').update(code).digest('hex')
      await opened.people.addPairingCode({ clinic: at.clinic, codeHash, for: whose, expiresAfterMs: 60_000_000 })
    }
    const { channel, says, taps } = await onSlack({ opened, at, slack })
    const [sam, robin] = [await slack.person('sam'), await slack.person('robin')]
    try {
      await says(robin, CODES.clinician)
      await says(sam, CODES.client)
      const [pending] = await opened.people.pendingLinks(at.clinic)
      expect(pending?.display?.reveal()).toBe('Sam Vimes')
      await opened.people.confirmLink(at.clinic, pending!.link, 'Robin Reed')

      await says(sam, 'hello')
      for (const label of ['Yes, I want this', 'Go on without trying', 'Go on without trying', 'No, not now'])
        await taps(sam, label)
      await says(sam, 'hi')
      for (const label of ['My place', 'Skip', 'Skip', 'Yes, ready', '9']) await taps(sam, label)
      const texts = (await sam.messages()).map(({ text }) => text)
      expect(texts.at(-3)).toContain('9')
      expect(texts.at(-2)).toContain('000')
      // A pseudonym and a time, and not a word more (P11).
      expect((await robin.messages()).at(-1)?.text).toMatch(/^RED [A-Z0-9]{4}, since /)
      await taps(robin, 'I have it')
      expect((await sam.messages()).at(-1)?.text).toContain('Robin Reed has read it')
      await channel.stop()
      expect(
        buttonOf(
          (await robin.messages()).find(({ text }) => text.startsWith('RED'))!,
          'I have it',
        ),
      ).toBeUndefined()
    } finally {
      await channel.stop()
      await opened.close()
    }
  },
)
