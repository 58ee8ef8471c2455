import { createHash, timingSafeEqual } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

/** argon2id as OWASP gives it; measured here: about 50 ms. */
const ARGON = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
export const SHORTEST_PASSWORD = 12
const LONGEST_PASSWORD = 200
const RECOVERY_CODES = 8
/** Without letters and digits that are mistaken for each other. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'
const RECOVERY_LENGTH = 16

/** Of a password that nobody has, so that an unknown name costs the same work as a known one. */
const NOBODYS = hash('nobody has this password', ARGON)

export const hashPassword = (password: string) => hash(password, ARGON)

/** Null: there is no such account; the work is done all the same. */
export async function isPassword(kept: string | null, password: string): Promise<boolean> {
  if (password.length > LONGEST_PASSWORD) return false
  const right = await verify(kept ?? (await NOBODYS), password)
  return right && kept !== null
}

/** Null: good enough. Length is what counts; rules about signs make passwords worse (NIST SP 800-63B). */
export function whyWeak(password: string, name: string): string | null {
  if (password.length < SHORTEST_PASSWORD)
    return `The password needs at least ${SHORTEST_PASSWORD} characters. A few words in a row do well.`
  if (password.length > LONGEST_PASSWORD) return `The password has more than ${LONGEST_PASSWORD} characters.`
  if (new Set(password).size < 5) return 'The password repeats too few characters.'
  if (name.length > 3 && password.toLowerCase().includes(name.toLowerCase()))
    return 'The password must not contain the sign-in name.'
  return null
}

export const digest = (text: string) => createHash('sha256').update(text).digest('hex')

export function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(digest(one)), Buffer.from(digest(other))]
  return timingSafeEqual(a, b)
}

/** Shown once; kept as hashes. 16 signs of 31 are 79 bits. */
export function newRecoveryCodes(randomBytes: (size: number) => Buffer): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const letters = [...randomBytes(RECOVERY_LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length])
    return [0, 4, 8, 12].map((start) => letters.slice(start, start + 4).join('')).join('-')
  })
}

/** As people type it: with or without hyphens, in any case. */
export const recoveryHash = (typed: string) => digest(`recovery|${typed.toLowerCase().replace(/[^a-z0-9]/g, '')}`)
