/** One thing that was looked at, and what to do about it unless it is ok. */
export interface Finding {
  readonly check: string
  readonly light: 'ok' | 'warn' | 'bad'
  readonly says: string
  readonly cure: string | null
}

export interface Examination {
  readonly ok: boolean
  readonly findings: readonly Finding[]
}

export function ok(check: string, says: string): Finding {
  return { check, light: 'ok', says, cure: null }
}

export function warn(check: string, says: string, cure: string): Finding {
  return { check, light: 'warn', says, cure }
}

export function bad(check: string, says: string, cure: string): Finding {
  return { check, light: 'bad', says, cure }
}
