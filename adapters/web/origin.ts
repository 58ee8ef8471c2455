const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/

/**
 * Whether something that changes anything may come from a page of this origin: our public address, or, on this machine,
 * the very host that was asked. A name that only resolves to this machine is neither (DNS rebinding).
 */
export function isOurOrigin(origin: string | null, host: string | null, publicUrl: string | null): boolean {
  if (origin === null) return false
  if (publicUrl !== null && origin === new URL(publicUrl).origin) return true
  return isThisMachine(host) && origin === `http://${host}`
}

export function isThisMachine(host: string | null): boolean {
  return host !== null && LOOPBACK.test(host)
}
