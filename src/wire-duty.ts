import { sign, SIGNATURE_HEADER, webhookKey } from '../adapters/webhook/index.ts'
import type { NoticeAddress } from './cli/operate/commands.ts'
import type { Config } from './config.ts'
import type { ClinicianId, ClinicId } from './core/ids.ts'
import type { Notice, Receipt } from './core/message.ts'
import { createAcknowledge } from './escalation/acknowledge.ts'
import { createAwaitOutcome } from './escalation/await-outcome.ts'
import { createHeartbeat } from './escalation/heartbeat.ts'
import { createEscalate } from './escalation/notify.ts'
import { createAnswerRound, createRounds } from './escalation/rounds.ts'
import { createTellDirectory } from './escalation/tell-directory.ts'
import { createTellSilence } from './escalation/tell-silence.ts'
import type { Log, World } from './ports/world.ts'
import type { OpenedStore } from './store/open-store.ts'
import { noticeChannelsOf } from './wire-channels.ts'

interface Given {
  readonly world: World
  readonly log: Log
}

/** What a clinic decided; undefined: it is not here any more. */
export const settingsIn = (opened: OpenedStore) => async (clinic: ClinicId) =>
  (await opened.people.clinics()).find(({ id }) => id === clinic)?.settings

/** Where clinicians find the console; without a public address, on this machine. */
export const consoleUrlOf = ({ publicUrl, port }: Pick<Config, 'publicUrl' | 'port'>) =>
  `${publicUrl ?? `http://127.0.0.1:${port}`}/console`

const KNOCK_MS = 10_000

async function knock(url: string): Promise<boolean> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(KNOCK_MS) }).catch(() => null)
  await answer?.body?.cancel()
  return answer?.ok ?? false
}

/** What a clinician's button does. */
export function acknowledgeOf({
  opened,
  clinic,
  consoleUrl,
  world,
  log,
}: Given & { opened: OpenedStore; clinic: ClinicId; consoleUrl: string }) {
  const { duty, people } = opened
  const peopleAs = (by: ClinicianId) => opened.peopleAs(by)
  const rounds = { duty, settingsOf: settingsIn(opened), people, peopleAs, consoleUrl, world, log }
  return createAcknowledge({ duty, clinic, others: createAnswerRound(rounds, clinic) })
}

/** Everything that a node owes clinicians, in one look at a clinic; resolves with how much was done. */
export function dutiesOf({
  opened,
  alarm,
  consoleUrl,
  world,
  log,
}: Given & { opened: OpenedStore; alarm: () => void; consoleUrl: string }): (clinic: ClinicId) => Promise<number> {
  const settingsOf = settingsIn(opened)
  const zoneOf = async (clinic: ClinicId) => (await settingsOf(clinic))?.zone ?? 'UTC'
  const peopleAs = (by: ClinicianId) => opened.peopleAs(by)
  const deps = { duty: opened.duty, settingsOf, people: opened.people, peopleAs, zoneOf, consoleUrl, world, log }
  // What lapses is due at once, so it comes before the next step of the chain.
  const duties = [
    createAwaitOutcome(deps),
    createEscalate({ ...deps, nobodyReachable: alarm }),
    createTellSilence(deps),
    createTellDirectory(deps),
    createRounds(deps),
    createHeartbeat({ ...deps, knock }),
  ]
  return async (clinic) => {
    let done = 0
    for (const duty of duties) done += await duty(clinic)
    return done
  }
}

/** Sends one notice past the store, to an address that is nobody's link yet. */
export async function tellAt(
  config: Config,
  { world, log }: Given,
  { at, notice }: { at: NoticeAddress; notice: Notice },
): Promise<Receipt | 'not-set-up'> {
  const made = noticeChannelsOf(config, { log, now: () => world.now() })[at.channel]
  if (!made) return 'not-set-up'
  const receipt = await made.send(at.address, notice, world.newId())
  await made.stop()
  return receipt
}

/** The process itself calls for help, past the store: one line in the log and one request to the clinic's webhook. */
export function raiseAlarm(config: Pick<Config, 'masterKey' | 'notifyWebhookUrl'>, { world, log }: Given): void {
  log.error('alarm', { what: 'store down, nobody of the chain can be reached, or something did not happen' })
  if (!config.notifyWebhookUrl) return
  const now = world.now()
  const body = JSON.stringify({
    id: world.newId(),
    event: 'alarm',
    to: null,
    pseudonym: null,
    level: null,
    link: null,
    ack: null,
  })
  const headers = {
    'content-type': 'application/json',
    [SIGNATURE_HEADER]: sign(webhookKey(config.masterKey), body, now),
  }
  fetch(config.notifyWebhookUrl, { method: 'POST', headers, body }).catch(() => {
    log.error('alarm.webhook-unreachable')
  })
}
