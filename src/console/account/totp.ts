import { Secret, TOTP } from 'otpauth'

const PERIOD_S = 30

/** RFC 6238 as every app has it: SHA-1, six digits, 30 seconds. */
function appOf(hex: string, label: string): TOTP {
  return new TOTP({ issuer: 'Holdfast', label, secret: Secret.fromHex(hex), digits: 6, period: PERIOD_S })
}

/** The step that a code belongs to, one before or after now allowed; null: wrong. Whether it was used, the store knows. */
export function stepOf(hex: string, code: string, now: Date): number | null {
  const digits = code.replace(/\s/g, '')
  if (!/^\d{6}$/.test(digits)) return null
  const delta = appOf(hex, '').validate({ token: digits, timestamp: now.getTime(), window: 1 })
  return delta === null ? null : Math.floor(now.getTime() / 1000 / PERIOD_S) + delta
}

/** For typing into the app, in groups of four. */
export const typedSecret = (hex: string) =>
  Secret.fromHex(hex)
    .base32.replace(/(.{4})/g, '$1 ')
    .trim()
/** For an app on the same machine. */
export const appLink = (hex: string, label: string) => appOf(hex, label).toString()
