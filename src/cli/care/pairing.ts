import { createHash } from 'node:crypto'
import type { ClientId, ClinicianId } from '../../core/ids.ts'
import type { CommandDeps } from '../operate/verb.ts'

/** Until the end of the next day: long enough for a phone at home, too short to be found in a drawer. */
const CODE_LIVES_MS = 24 * 60 * 60_000
/** 16 random bytes are 22 characters, which Telegram takes in a link. */
const CODE_BYTES = 16

export interface Pairing {
  readonly pairingCode: string
  readonly telegramLink: string | null
  readonly webLink: string | null
}

/** Makes a code that is shown once; only its hash is kept. */
export async function makePairing(
  deps: CommandDeps,
  whose: { kind: 'client'; id: ClientId } | { kind: 'clinician'; id: ClinicianId },
): Promise<Pairing> {
  const code = deps.randomBytes(CODE_BYTES).toString('base64url')
  await deps.people.addPairingCode({
    clinic: deps.clinic(),
    codeHash: hashOfCode(code),
    for: whose,
    expiresAfterMs: CODE_LIVES_MS,
  })
  const { publicUrl } = deps.links
  const username = deps.links.telegramUsername()
  return {
    pairingCode: code,
    telegramLink: username === undefined ? null : `https://t.me/${username}?start=${code}`,
    webLink: publicUrl === null ? null : `${publicUrl}/?pair=${code}`,
  }
}

/** What the store knows a code by. */
export function hashOfCode(code: string): string {
  return createHash('sha256').update(code).digest('hex')
}
