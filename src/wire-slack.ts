import { createSlackChannel, type SlackChannel } from '../adapters/slack/index.ts'
import type { Config } from './config.ts'
import { FLAG_LEVELS, type ClinicId } from './core/ids.ts'
import { Private } from './core/private.ts'
import type { Beside } from './ports/channel.ts'
import type { Log, World } from './ports/world.ts'
import type { OpenedStore } from './store/open-store.ts'

interface Given {
  readonly opened: OpenedStore
  readonly clinic: ClinicId
  readonly world: World
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>
  readonly log: Log
  readonly beside: Beside
}

/** Slack over this clinic's store; undefined where no token is configured. */
export function slackOf(config: Config, { opened, clinic, world, wait, log, beside }: Given): SlackChannel | undefined {
  if (config.slack === null) return undefined
  const { botToken, signingSecret, appToken, apiUrl } = config.slack
  return createSlackChannel({
    token: botToken,
    signingSecret,
    appToken,
    apiUrl,
    consoleUrl: config.publicUrl === null ? null : `${config.publicUrl}/console`,
    homeOf: (address) => queueOf(opened, clinic, new Private(address)),
    beside,
    now: () => world.now(),
    wait,
    log,
  })
}

/** What is open in a clinician's own queue, gravest first, as counts: `red: 2 open, 1 taken`. Null: nobody of the clinic. */
async function queueOf(opened: OpenedStore, clinic: ClinicId, address: Private<string>): Promise<string[] | null> {
  const clinician = await opened.duty.clinicianOf(clinic, 'slack', address)
  if (clinician === null) return null
  const flags = await opened.peopleAs(clinician).flags(clinic)
  return FLAG_LEVELS.toReversed().flatMap((level) => {
    const count = (state: string) => flags.filter((flag) => flag.level === level && flag.state === state).length
    const [open, taken] = [count('open'), count('taken')]
    return open + taken === 0 ? [] : [`${level}: ${open} open, ${taken} taken`]
  })
}
