import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

/** Whoever repeats a request later than this is not the one who made it. */
const VALID_SECONDS = 300

export const SIGNATURE_HEADER = 'holdfast-signature'

/** The key that an on-call service is given: derived from HOLDFAST_KEY, so that it opens nothing else. 32 bytes. */
export function webhookKey(masterKey: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', masterKey, '', 'holdfast notify webhook', 32))
}

/** `t=<seconds>,v1=<HMAC-SHA256 of "seconds.body" in hex>`. */
export function sign(key: Buffer, body: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1_000)
  return `t=${seconds},v1=${macOf(key, seconds, body).toString('hex')}`
}

/** Whether a request was signed with this key, over exactly this body, within the last five minutes. */
export function isSigned(key: Buffer, body: string, header: string | null, now: Date): boolean {
  const [, seconds, mac] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? '') ?? []
  if (seconds === undefined || mac === undefined) return false
  if (Math.abs(now.getTime() / 1_000 - Number(seconds)) > VALID_SECONDS) return false
  return timingSafeEqual(macOf(key, Number(seconds), body), Buffer.from(mac, 'hex'))
}

const macOf = (key: Buffer, seconds: number, body: string) =>
  createHmac('sha256', key).update(`${seconds}.${body}`).digest()
