import type { ChannelName, ClientId, ClinicianId, ClinicId, LinkId } from '../../core/ids.ts'
import { ClinicSettings, Plan } from '../../core/plan.ts'
import { Private } from '../../core/private.ts'
import { atThisAge } from '../../rails/channel-ages.ts'
import type { Sender } from '../../ports/store.ts'
import { clientSeal, type Seal } from '../sealing/seal.ts'
import { call } from '../sql.ts'
import type { Context } from './context.ts'
import { bodyFromText, textOf } from './inbound-body.ts'

interface Found {
  readonly link: LinkId
  readonly client: ClientId | null
  readonly clinician: ClinicianId | null
  readonly state: 'pending' | 'confirmed' | 'ended'
  readonly settings: unknown
  readonly plan: string | null
  readonly now: string
  readonly owner: ClinicianId | null
  readonly hasOpenEscalation: boolean
  readonly discharged: boolean
  readonly texts: readonly { id: string; body: string }[]
  readonly recentSignal: boolean
  readonly askedBefore: boolean
  readonly hasSafetyPlan: boolean
  readonly unreadBefore: boolean
  readonly distress: { row: string; value: string } | null
}

interface Address {
  readonly clinic: ClinicId
  readonly channel: ChannelName
  readonly address: Private<string>
}

/** Who writes from an address, with what the screen needs; see `functions/sender.sql`. */
export async function sender({ sql, keys, index }: Context, { clinic, channel, address }: Address): Promise<Sender> {
  const found = await call<Found | null>(sql, 'sender', { clinic, channel, index: index(clinic, channel, address) })
  if (!found) return { kind: 'unknown' }
  const settings = ClinicSettings.parse(found.settings)
  if (found.client === null || found.plan === null || found.owner === null) {
    // A clinician's ended link is nobody's.
    if (found.clinician === null || found.state !== 'confirmed') return { kind: 'unknown' }
    return { kind: 'clinician', clinician: found.clinician, link: found.link, settings }
  }
  const seal = await clientSeal(keys, clinic, found.client)
  return {
    kind: 'client',
    client: found.client,
    link: found.link,
    state: found.state,
    plan: atThisAge(openPlan(seal, found.client, found.plan), new Date(found.now)),
    settings,
    owner: found.owner,
    window: {
      lastTexts: lastTexts(seal, found),
      lastDistress: lastDistress(seal, found),
      recentSignal: found.recentSignal,
      askedBefore: found.askedBefore,
      hasSafetyPlan: found.hasSafetyPlan,
      unreadBefore: found.unreadBefore,
    },
    hasOpenEscalation: found.hasOpenEscalation,
    discharged: found.discharged,
  }
}

/** A client's plan from its sealed column. */
export function openPlan(seal: Seal, client: ClientId, sealed: string): Plan {
  return Plan.parse(JSON.parse(seal.open({ table: 'clients', row: client, column: 'plan' }, sealed)))
}

function lastTexts(seal: Seal, { texts }: Found): Private<string>[] {
  return texts.flatMap(({ id, body }) => {
    const text = textOf(bodyFromText(seal.open({ table: 'inbox', row: id, column: 'body' }, body)))
    return text ? [text] : []
  })
}

function lastDistress(seal: Seal, { distress }: Found): number | null {
  if (!distress) return null
  return Number(seal.open({ table: 'ratings', row: distress.row, column: 'value' }, distress.value))
}
