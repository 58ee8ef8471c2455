/** Nothing inline, nothing from elsewhere, in nobody's frame, in no cache. */
export const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  // Not 'no-referrer': with it a browser sends `Origin: null` with our own forms, and they would be refused (seen).
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'cache-control': 'no-store',
}

/** A form of another site is refused before anything is read; the token in each form is the second lock. */
export function isOurs(headers: Headers, host: string, publicUrl: string | null): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin' && site !== 'none') return false
  const origin = headers.get('origin')
  if (origin === null) return true
  if (publicUrl !== null && new URL(publicUrl).origin === origin) return true
  return URL.canParse(origin) && new URL(origin).host === host
}
