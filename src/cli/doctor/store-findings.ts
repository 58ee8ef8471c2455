import type { ClinicId } from '../../core/ids.ts'
import type { CommandDeps } from '../operate/verb.ts'
import { LEVELS } from '../../care/levels.ts'
import type { StoreHealth } from '../../ports/people.ts'
import { bad, ok, warn, type Finding } from './finding.ts'

/** More waiting than this is a service that does not keep up. */
const MANY_WAITING = 100
const CLOCKS_APART_MS = 5_000

/** Whether the database keeps what it confirms, and whether anything stands still. */
export async function storeFindings(deps: CommandDeps, clinic: ClinicId): Promise<Finding[]> {
  const { facts } = deps
  const health = await deps.people.health(clinic)
  const apart = Math.abs((await deps.store.time()).getTime() - deps.world.now().getTime())
  const name = health.kind === 'pglite' ? 'The embedded database' : 'PostgreSQL'
  return [
    health.durable
      ? ok('store', `${name} (${health.version}) keeps what it has confirmed.`)
      : bad('store', `${name} loses everything at the end.`, 'Start with a data folder or with DATABASE_URL.'),
    ...(health.kind === 'pglite' && facts.realChannels.length > 0
      ? [
          warn(
            'database',
            'Real people are reached, and the embedded database is not proven by power cut.',
            'Set DATABASE_URL to a PostgreSQL server before the first client.',
          ),
        ]
      : []),
    ok('migrations', `${health.migrations} migrations ran, and none is missing.`),
    apart > CLOCKS_APART_MS
      ? warn(
          'clock',
          `This machine and the database disagree by ${Math.round(apart / 1000)} s.`,
          'Let both follow a time server.',
        )
      : ok('clock', 'This machine and the database agree on the time.'),
    ...standstill(health, deps.world.now()),
    health.auditIntact
      ? ok('audit', 'The audit is unbroken.')
      : bad('audit', 'The audit was changed afterwards.', 'Keep this database as it is and call whoever runs it.'),
    ...(health.notCleared > 0
      ? [
          warn(
            'deletion',
            `${health.notCleared} messages of the last 30 days are still in clients' chats, although the clinic wants them deleted.`,
            'Tell those clients how to delete the chat on their phone; see docs/privacy.md.',
          ),
        ]
      : []),
    health.waitingCauses + health.waitingRows > MANY_WAITING
      ? warn(
          'waiting',
          `${health.waitingCauses} messages and ${health.waitingRows} lines wait.`,
          'See whether a server runs, and whether its channels answer.',
        )
      : ok('waiting', `${health.waitingCauses} messages and ${health.waitingRows} lines wait.`),
  ]
}

const HOUR_MS = 3_600_000

/**
 * A platform keeps what clients wrote for a day at most, so after a long standstill somebody may have written into
 * nothing. Whoever writes again drops out of the list. Source: care C23.
 */
function standstill({ stoodStill, notHeardSince }: StoreHealth, now: Date): Finding[] {
  if (!stoodStill || notHeardSince.length === 0) return []
  const hours = (stoodStill.to.getTime() - stoodStill.from.getTime()) / HOUR_MS
  const daysAgo = (now.getTime() - stoodStill.to.getTime()) / (24 * HOUR_MS)
  if (hours <= LEVELS.standstill.hours || daysAgo > LEVELS.standstill.days) return []
  return [
    bad(
      'standstill',
      `Nothing worked for ${Math.round(hours)} hours, until ${stoodStill.to.toISOString()}. Not heard of since: ${notHeardSince.join(', ')}.`,
      'Call each of them. Whoever writes drops out of this list.',
    ),
  ]
}
