/** A payload as far as it has been looked at: Slack's shapes vary, so every step into one may find nothing. */
export type Payload = Readonly<Record<string, unknown>>

export function objectAt(from: Payload | undefined, ...path: readonly (string | number)[]): Payload | undefined {
  const found = valueAt(from, path)
  return typeof found === 'object' && found !== null ? (found as Payload) : undefined
}

export function textAt(from: Payload | undefined, ...path: readonly (string | number)[]): string | undefined {
  const found = valueAt(from, path)
  return typeof found === 'string' && found !== '' ? found : undefined
}

export function listAt(from: Payload | undefined, ...path: readonly (string | number)[]): readonly Payload[] {
  const found = valueAt(from, path)
  return Array.isArray(found) ? found.filter((one): one is Payload => typeof one === 'object' && one !== null) : []
}

function valueAt(from: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (found, step) =>
      typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[step] : undefined,
    from,
  )
}
