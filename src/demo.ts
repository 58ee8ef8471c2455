import { DEMO_ADDRESS as DEMO_PAGE } from '../adapters/web/index.ts'
import type { PublishedScript } from './cli/operate/commands.ts'
import { hashOfCode } from './cli/care/pairing.ts'
import { HoldfastError } from './core/errors.ts'
import { type ChannelName, ClientId, ClinicianId, ClinicId, LinkId, Lang, type FlowId } from './core/ids.ts'
import type { ClinicSettings } from './core/plan.ts'
import { Private } from './core/private.ts'
import type { PeopleStore } from './ports/people.ts'
import { READINESS } from './rails/permission/readiness.ts'
import type { World } from './ports/world.ts'

export const DEMO_CLINICIAN = 'Demo clinician, not a person'
const DEMO_CLIENT = 'Demo client, not a person'
/** Addresses on the terminal: `holdfast chat` and `holdfast chat --as clinician`. */
export const DEMO_ADDRESSES = { client: 'terminal:demo', clinician: 'terminal:clinician' } as const
const CODE_LIVES_MS = 60_000
const FOR_EVER = '9999-12-31'
const SETTLED = Object.fromEntries(READINESS.items.map(({ id }) => [id, 'yes' as const]))

export interface DemoDeps {
  readonly people: PeopleStore
  readonly world: Pick<World, 'newId' | 'now'>
  /** Keeps the scripts of the project's flows and answers with them. */
  readonly publish: () => Promise<readonly PublishedScript[]>
  /** Variables through which real people could reach the demo (`realChannelTokens` of the configuration). */
  readonly channelTokens: readonly string[]
}

/**
 * Sets up the demo clinic: one clinician and one client, neither a person, both at this terminal. What is there already
 * stays, so that it can run at every start, also after one that was cut short.
 * @throws HoldfastError `config.invalid` when real people could reach it.
 */
export async function seedDemo(deps: DemoDeps): Promise<ClinicId> {
  if (deps.channelTokens.length > 0) {
    throw new HoldfastError(
      'config.invalid',
      `${deps.channelTokens.join(' and ')} would let real people reach the demo clinic, where nobody reads. Remove it, or use a data folder of a real clinic.`,
    )
  }
  const { clinic, settings } = await demoClinic(deps)
  const clinician = await demoClinician(deps, clinic, settings)
  const scripts = await deps.publish()
  for (const { hash } of scripts) await deps.people.sign(clinic, hash, DEMO_CLINICIAN)
  const flows = scripts.filter(({ kind }) => kind === 'practice').map(({ flow }) => flow)
  await demoClient(deps, { clinic, owner: clinician, flows: [...new Set(flows)] })
  return clinic
}

async function demoClinic({ people, world }: DemoDeps): Promise<{ clinic: ClinicId; settings: ClinicSettings }> {
  const found = (await people.clinics()).find(({ settings }) => settings.demo)
  if (found) return { clinic: found.id, settings: found.settings }
  const clinic = ClinicId.parse(world.newId())
  const settings: ClinicSettings = {
    name: 'Demo clinic',
    zone: 'UTC',
    demo: true,
    // A window that ends where it begins is a whole day.
    cover: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' }],
    chain: [{ clinician: ClinicianId.parse(world.newId()), minutes: 15 }],
  }
  await people.addClinic(clinic, settings)
  return { clinic, settings }
}

async function demoClinician(deps: DemoDeps, clinic: ClinicId, settings: ClinicSettings): Promise<ClinicianId> {
  const { people, world } = deps
  const id = settings.chain[0]?.clinician ?? ClinicianId.parse(world.newId())
  const found = (await people.clinicians(clinic)).find((person) => person.id === id)
  if (!found) await people.addClinician({ clinic, id, name: DEMO_CLINICIAN, role: 'lead', by: DEMO_CLINICIAN })
  if (!found?.linked.includes('terminal')) await openAt(deps, clinic, { kind: 'clinician', id }, DEMO_PLACES.clinician)
  return id
}

interface DemoClient {
  readonly clinic: ClinicId
  readonly owner: ClinicianId
  readonly flows: FlowId[]
}

async function demoClient(deps: DemoDeps, { clinic, owner, flows }: DemoClient): Promise<void> {
  const { people, world } = deps
  const found = (await people.clients(clinic)).find(({ name }) => name.reveal() === DEMO_CLIENT)
  const id = found?.id ?? ClientId.parse(world.newId())
  const signed = { by: DEMO_CLINICIAN, at: world.now().toISOString() }
  // Signed like the scripts, by nobody: the demo has no session in which anything could be begun.
  const permitted = {
    readiness: { answers: SETTLED, against: [], complexTrauma: false, ...signed, until: FOR_EVER },
    alone: flows.map((flow) => ({ flow, ...signed })),
  }
  if (!found) {
    await people.addClient({
      clinic,
      id,
      name: new Private(DEMO_CLIENT),
      owner,
      plan: {
        country: 'AU',
        zone: 'UTC',
        lang: Lang.parse('en'),
        minor: false,
        therapist: DEMO_CLINICIAN,
        flows,
        tighter: {},
        ...permitted,
      },
      by: DEMO_CLINICIAN,
    })
  }
  // A demo of before first times were signed.
  else
    await people.savePlan(
      clinic,
      id,
      (plan) => ({ ...plan, alone: plan.alone ?? permitted.alone, readiness: plan.readiness ?? permitted.readiness }),
      DEMO_CLINICIAN,
    )
  // The terminal last: until somebody writes, lines go where the last link was confirmed.
  for (const at of [DEMO_PLACES.page, DEMO_PLACES.client]) {
    if (found?.links.some(({ channel, state }) => channel === at.channel && state === 'confirmed')) continue
    const link = await openAt(deps, clinic, { kind: 'client', id }, at)
    await people.confirmLink(clinic, link, DEMO_CLINICIAN)
  }
}

interface Place {
  readonly channel: ChannelName
  readonly address: string
  readonly display: string
}

const DEMO_PLACES = {
  client: { channel: 'terminal', address: DEMO_ADDRESSES.client, display: 'this terminal' },
  clinician: { channel: 'terminal', address: DEMO_ADDRESSES.clinician, display: 'this terminal' },
  page: { channel: 'web', address: DEMO_PAGE, display: 'this browser' },
} as const satisfies Record<string, Place>

/** What a person does with a pairing code, done for somebody who is none. */
async function openAt(
  { people, world }: DemoDeps,
  clinic: ClinicId,
  whose: { kind: 'client'; id: ClientId } | { kind: 'clinician'; id: ClinicianId },
  { channel, address, display }: Place,
): Promise<LinkId> {
  const codeHash = hashOfCode(world.newId())
  await people.addPairingCode({ clinic, codeHash, for: whose, expiresAfterMs: CODE_LIVES_MS })
  const opened = await people.openPairing({
    clinic,
    codeHash,
    link: LinkId.parse(world.newId()),
    channel,
    address: new Private(address),
    display: new Private(display),
  })
  if (opened === 'unknown-code') throw new HoldfastError('store.conflict', 'The demo could not be set up. Start again.')
  return opened.link
}
