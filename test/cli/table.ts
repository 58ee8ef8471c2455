import { randomBytes, randomUUID } from 'node:crypto'
import { commandTable, type CommandDeps, type PublishedScript } from '../../src/cli/operate/commands.ts'
import type { FlowId, Lang, LinkId, ScriptHash } from '../../src/core/ids.ts'
import { Private } from '../../src/core/private.ts'
import type { AClinic } from '../store/a-clinic.ts'
import type { TestStore } from '../support/database.ts'

const SCRIPTS = [
  ['a-place', 'practice', 'green'],
  ['a-scene', 'practice', 'amber'],
  ['closing', 'rails', null],
  ['check-in', 'care', null],
] as const
export const PUBLISHED: PublishedScript[] = SCRIPTS.map(([flow, kind, grade], at) => ({
  hash: String(at).repeat(64) as ScriptHash,
  flow: flow as FlowId,
  lang: 'en' as Lang,
  title: flow,
  kind,
  class: grade,
}))

/** What commands work with, over a clinic of the test's own and the flows above. */
export function depsOver(
  opened: TestStore,
  at: Pick<AClinic, 'clinic'>,
  change: Partial<CommandDeps> = {},
): CommandDeps {
  return {
    people: opened.people,
    care: opened.care,
    records: opened.records,
    keys: opened.keys,
    backups: opened.backups,
    access: opened.access,
    auditor: opened.auditor,
    duty: opened.duty,
    store: opened.store,
    library: shelf(opened),
    clinic: () => at.clinic,
    world: { now: () => new Date('2026-12-01T00:00:00Z'), newId: () => randomUUID() },
    randomBytes,
    links: { telegramUsername: () => 'a_bot', publicUrl: null, consoleUrl: 'http://127.0.0.1:3000/console' },
    facts: { keyFrom: 'environment', realChannels: [] },
    tellAt: async () => 'not-set-up',
    webhookKey: () => '',
    rehearse: async () => ({ flag: null, reads: null }),
    ...change,
  }
}

/** The table over it. */
export function tableOver(opened: TestStore, at: Pick<AClinic, 'clinic'>, change: Partial<CommandDeps> = {}) {
  const table = commandTable(depsOver(opened, at, change))
  return (command: string, args: unknown = {}) => {
    const run = table[command]
    if (!run) throw new Error(`no ${command}`)
    return run(args)
  }
}

/** A shelf without a flow. */
export const NO_FLOWS: CommandDeps['library'] = { list: async () => [], publish: async () => [] }

export function shelf(opened: TestStore): CommandDeps['library'] {
  return {
    list: async () => PUBLISHED,
    publish: async () => {
      for (const { hash, flow, lang } of PUBLISHED) await opened.people.keepScript({ hash, flow, lang, body: '{}' })
      return PUBLISHED
    },
  }
}

export const SAM = { name: 'Sam', country: 'AU', zone: 'Australia/Sydney' }

/** A client's plan, as their first turn would read it. */
export async function plansOf(opened: TestStore, at: AClinic, client: string) {
  const codeHash = randomUUID()
  const address = new Private(`chat-${randomUUID()}`)
  const link = randomUUID() as LinkId
  const who = { kind: 'client', id: client as AClinic['client'] } as const
  await opened.people.addPairingCode({ clinic: at.clinic, codeHash, for: who, expiresAfterMs: 60_000 })
  await opened.people.openPairing({ clinic: at.clinic, codeHash, link, channel: 'web', address, display: undefined })
  const sender = await opened.store.sender(at.clinic, 'web', address)
  if (sender.kind !== 'client') throw new Error('no client')
  return sender.plan
}
