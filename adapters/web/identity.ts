import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** Longer than any treatment; browsers cut it to 400 days. */
const MAX_AGE_S = 400 * 24 * 60 * 60
const ID = /^[\w-]{4,40}$/

export interface Identities {
  /** The address that a request's cookie proves; null: no cookie, or one that we did not sign. */
  read(cookies: string | null): string | null
  /** The header that makes a browser this address from now on. */
  cookieFor(id: string): string
}

/**
 * Who a browser is: an id that we gave it, signed, in a cookie that no script can read. Nothing in a message says who
 * sends it. `secure` goes with https; the name then binds the cookie to this one host.
 */
export function identities(key: Buffer, secure: boolean): Identities {
  const name = secure ? '__Host-holdfast' : 'holdfast'
  const sign = (id: string) => createHmac('sha256', key).update(`web identity|${id}`).digest('base64url')
  return {
    read(cookies) {
      for (const cookie of (cookies ?? '').split(';')) {
        const [given, value = ''] = cookie.trim().split('=')
        const [id = '', signature = ''] = value.split('.')
        if (given === name && ID.test(id) && isSame(signature, sign(id))) return addressOf(id)
      }
      return null
    },
    cookieFor(id) {
      // Lax and not Strict: a client comes from the link in their mail, and must be known at that first request too.
      const manner = `Path=/; Max-Age=${MAX_AGE_S}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
      return `${name}=${id}.${sign(id)}; ${manner}`
    },
  }
}

export const addressOf = (id: string) => `web:${id}`

/**
 * Four digits that the page and the clinician's list both show, so that in the room they can see that it is this
 * browser and no other that waits for 'that is them' (care C19).
 */
export function checkDigits(address: string): string {
  const number = createHash('sha256').update(`check|${address}`).digest().readUInt32BE(0) % 10_000
  return String(number).padStart(4, '0').replace(/^(..)/, '$1 ')
}

/** Both sides are hashed first, so that neither length nor content shows in the time it takes. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
