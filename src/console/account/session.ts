import { digest } from './secrets.ts'

/* The cookie. Its value is a random number; the row that it opens is found by its hash. */

const NAME = 'holdfast'
const BEFORE = 'holdfast-before'

/** Of somebody who signed in, or of somebody who is about to. */
export function cookieIn(header: string | undefined, which: 'session' | 'before'): string | null {
  const name = which === 'session' ? NAME : BEFORE
  const found = (header ?? '').split(';').find((part) => part.trim().startsWith(`${name}=`))
  const value = found?.trim().slice(name.length + 1) ?? ''
  return /^[\w-]{43}$/.test(value) ? value : null
}

/**
 * Lax, not Strict: a clinician comes from a notice in another app and must find themselves signed in. What changes
 * anything is a POST with a token.
 */
export function cookieFor(value: string | null, which: 'session' | 'before', secure: boolean): string {
  const name = which === 'session' ? NAME : BEFORE
  const life = value === null ? '; Max-Age=0' : ''
  return `${name}=${value ?? ''}; Path=/console; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}${life}`
}

/** The token of every form of one session. It says nothing about the cookie. */
export const csrfOf = (cookie: string) => digest(`form|${cookie}`)
export const sessionHash = (cookie: string) => digest(`session|${cookie}`)
