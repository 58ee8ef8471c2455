import { createHmac } from 'node:crypto'
import type { ChannelName, ClinicId } from '../../core/ids.ts'
import type { Private } from '../../core/private.ts'

/** How an address is found again without being readable: HMAC-SHA256 under a key of its own, base64. */
export type BlindIndex = (clinic: ClinicId, channel: ChannelName, address: Private<string>) => string

/** Bound to clinic and channel, so that the same person in two clinics has nothing in common. */
export function blindIndex(key: Buffer): BlindIndex {
  return (clinic, channel, address) =>
    createHmac('sha256', key).update(`${clinic}|${channel}|${address.reveal()}`).digest('base64')
}
